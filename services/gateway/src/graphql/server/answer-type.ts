import { acceptedAs, acceptedRanges } from '@ledgerdesk/platform';

/** What answers can be written as (GraphQL over HTTP), the usual one first. */
const TYPES = ['application/json', 'application/graphql-response+json'] as const;
export type AnswerType = (typeof TYPES)[number];

/** The type in which a caller wants the answer by `Accept` (RFC 9110, 12.5.1); undefined where there is none. */
export function answerType(accept: string | undefined): AnswerType | undefined {
  const ranges = acceptedRanges(accept);
  if (ranges.length === 0) return TYPES[0];
  const [best] = TYPES.flatMap((type) => {
    const wish = acceptedAs(type, ranges);
    return wish && wish.weight > 0 ? [{ type, ...wish }] : [];
  }).toSorted((a, b) => b.weight - a.weight || a.place - b.place);
  return best?.type;
}
