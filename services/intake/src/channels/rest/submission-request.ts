import { invalidInput, type InputFault, type InvalidInput } from '@ledgerdesk/contracts';
import { MalformedRequestError } from '@ledgerdesk/platform';
import { checkedRequest, type Request } from '../../domain/request.ts';

const FIELDS = ['name', 'mail', 'subject', 'body', 'language'] as const;
type Field = (typeof FIELDS)[number];
// A language tag of RFC 5646, as far as anybody uses one.
const LANGUAGE = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}$/;
/** Whoever sends thousands of fields is not sent them all back. */
const UNKNOWN_TOLD = 10;
const NAME_TOLD = 100;
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

export interface SubmissionRequest {
  readonly request: Request;
  readonly language: string;
}

/** A JSON body as a request, or all that is wrong with it. @throws MalformedRequestError where it is no object */
export function readSubmission(body: unknown): SubmissionRequest | InvalidInput {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new MalformedRequestError('The body is not a JSON object');
  }
  const given = body as Readonly<Record<string, unknown>>;
  const text = (field: Field) => (typeof given[field] === 'string' ? given[field] : '');
  const language = text('language');
  const request = checkedRequest({
    name: text('name'),
    mail: text('mail'),
    subject: text('subject'),
    body: text('body'),
  });

  const shape = shapeFaults(given);
  const misshapen = new Set(shape.map(({ path }) => path[0]));
  const [first, ...others]: InputFault[] = [
    ...shape,
    ...('code' in request ? request.faults.filter(({ path }) => !misshapen.has(path[0])) : []),
    ...(language === '' || LANGUAGE.test(language) ? [] : [{ path: ['language'], rule: 'NOT_A_LANGUAGE' }]),
  ];
  if (first) return invalidInput([first, ...others]);
  return { request: request as Request, language };
}

function shapeFaults(given: Readonly<Record<string, unknown>>): InputFault[] {
  const fields = Object.keys(given);
  const unknown = fields.filter((field) => !isField(field));
  return [
    ...fields
      .filter((field) => isField(field) && typeof given[field] !== 'string')
      .map((field) => ({ path: [field], rule: 'NOT_TEXT' })),
    ...unknown.slice(0, UNKNOWN_TOLD).map((field) => ({ path: [field.slice(0, NAME_TOLD)], rule: 'UNKNOWN_FIELD' })),
  ];
}

const isField = (name: string): name is Field => FIELDS.includes(name as Field);

/** The sender's key, where there is one. @throws MalformedRequestError */
export function readIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (!IDEMPOTENCY_KEY.test(header))
    throw new MalformedRequestError('Idempotency-Key is not 1 to 255 printable characters');
  return header;
}
