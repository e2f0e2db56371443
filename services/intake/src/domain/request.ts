import { invalidInput, normalMail, type InputFault, type InvalidInput } from '@ledgerdesk/contracts';

/** What somebody asks, as it came in. */
export interface RawRequest {
  readonly name: string;
  readonly mail: string;
  readonly subject: string;
  readonly body: string;
}
export type RequestField = keyof RawRequest;

/** The same, trimmed and within bounds. */
export interface Request extends RawRequest {
  readonly checked: true;
}

export const bounds = { name: 200, subject: 300, bodyBytes: 40_000 } as const;

/** White space around it means nothing; within a line, every run of it is one blank; a page sends CR LF for each line's end. */
const normal = ({ name, mail, subject, body }: RawRequest): RawRequest => ({
  name: oneLine(name),
  mail: mail.normalize('NFC').trim(),
  subject: oneLine(subject),
  body: body.replaceAll('\r\n', '\n').trim(),
});

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** The request as it is kept, or all that is wrong with it. */
export function checkedRequest(raw: RawRequest): Request | InvalidInput {
  const request = normal(raw);
  const [first, ...others] = (Object.keys(rules) as RequestField[]).flatMap((field): InputFault[] => {
    const broken = isText(request[field]) ? rules[field](request[field]) : { rule: 'NOT_TEXT' };
    return broken ? [{ ...broken, path: [field] }] : [];
  });
  return first ? invalidInput([first, ...others]) : { ...request, checked: true };
}

type Broken = Omit<InputFault, 'path'> & { readonly rule: string };

const REQUIRED: Broken = { rule: 'REQUIRED' };

const rules: Readonly<Record<RequestField, (text: string) => Broken | undefined>> = {
  name: (name) => atMost(bounds.name, name),
  mail: (mail) =>
    mail === '' ? REQUIRED : normalMail(mail) === undefined ? { rule: 'NOT_A_MAIL_ADDRESS' } : undefined,
  subject: (subject) => (subject === '' ? REQUIRED : atMost(bounds.subject, subject)),
  body: (body) => (body === '' ? REQUIRED : bodyWithin(body)),
};

const atMost = (maxCharacters: number, text: string): Broken | undefined =>
  // Code points, as people count.
  [...text].length > maxCharacters ? { rule: 'TOO_LONG', maxCharacters } : undefined;

const bodyWithin = (body: string): Broken | undefined =>
  new TextEncoder().encode(body).length > bounds.bodyBytes
    ? { rule: 'TOO_LONG', maxBytes: bounds.bodyBytes }
    : undefined;

/** Neither NUL, for which PostgreSQL has no place, nor half a surrogate pair, for which UTF-8 has none. */
const isText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');
