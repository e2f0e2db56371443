import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/** What is wrong with a variable as a person is told: what it has to be, and never what it is, which may be a secret. */
export function faultInWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? 'of another kind'}`;
    case 'invalid_value':
      return `must be ${choice(issue.values.map(String))}`;
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'is not written as it has to be';
    case 'too_small':
      return bounded(issue, `${issue.inclusive ? 'at least' : 'more than'} ${String(issue.minimum)}`);
    case 'too_big':
      return bounded(issue, `${issue.inclusive ? 'at most' : 'less than'} ${String(issue.maximum)}`);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    default:
      return 'cannot be taken';
  }
}

const KINDS: Readonly<Record<string, string>> = { number: 'a number', int: 'a whole number' };
const FORMATS: Readonly<Record<string, string>> = { url: 'must be an address (a whole URL)' };

const bounded = ({ origin }: Issue, bound: string): string =>
  origin === 'string' ? `must have ${bound} characters` : `must be ${bound}`;

/** `a`, `a or b`, `a, b or c`. */
function choice(values: readonly string[]): string {
  const last = values.at(-1) ?? 'nothing';
  return values.length > 1 ? `${values.slice(0, -1).join(', ')} or ${last}` : last;
}
