import { refusals } from '@ledgerdesk/contracts';
import { problems } from '@ledgerdesk/platform';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const STACK_TRACE = /\bat .+:\d+:\d+|node_modules|\.[jt]s:\d+|"stack"|\/work\/|services\/\w+\/(?:src|dist)/;

const PROBLEMS = new Set<string>(Object.keys(problems));
const CODES = new Set<string>([...PROBLEMS, ...Object.keys(refusals)]);
/** Ours, never the caller's fault. */
const BROKEN = new Set(['INTERNAL', 'UNIMPLEMENTED', 'UNAVAILABLE', 'DEADLINE_EXCEEDED']);

interface Body {
  readonly code?: string;
  readonly data?: Readonly<Record<string, { readonly code?: string } | null>> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

/**
 * The codes by which an answer says what is wrong: of a problem, of top-level errors, of a refusal; none for what was done.
 * @throws Error where the answer says it in no such way, or tells of the inside
 */
export function codesOf({ status, type, text }: RawAnswer): readonly string[] {
  const fail = (reason: string): never => {
    throw new Error(`${reason}: ${status} ${type} ${text.slice(0, 2000)}`);
  };
  if (STACK_TRACE.test(text)) fail('It tells of the inside');
  if (!/^application\/(?:problem\+|graphql-response\+)?json/.test(type)) return fail('It is not JSON');
  const { code, data, errors = [] } = JSON.parse(text) as Body;
  const refused = Object.values(data ?? {}).flatMap((member) => (member?.code === undefined ? [] : [member.code]));
  const codes = [
    ...(code === undefined ? [] : [code]),
    ...errors.map((error) => error.extensions?.code ?? ''),
    ...refused,
  ];
  for (const each of codes) {
    if (!CODES.has(each)) fail(`It is not typed (${each})`);
    if (BROKEN.has(each)) fail('It broke');
  }
  if (status >= 500) fail('It broke');
  return codes;
}
