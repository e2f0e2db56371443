import {
  invalidInput,
  lineFault,
  manyLines,
  normalMail,
  oneLine,
  proseFault,
  type InputFault,
  type InvalidInput,
} from '@ledgerdesk/contracts';

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

const normal = ({ name, mail, subject, body }: RawRequest): RawRequest => ({
  name: oneLine(name),
  mail: mail.normalize('NFC').trim(),
  subject: oneLine(subject),
  body: manyLines(body),
});

/** The request as it is kept, or all that is wrong with it. */
export function checkedRequest(raw: RawRequest): Request | InvalidInput {
  const request = normal(raw);
  const [first, ...others] = (Object.keys(rules) as RequestField[]).flatMap((field): InputFault[] => {
    const broken = rules[field](request[field]);
    return broken ? [{ ...broken, path: [field] }] : [];
  });
  return first ? invalidInput([first, ...others]) : { ...request, checked: true };
}

type Broken = Omit<InputFault, 'path'> & { readonly rule: string };

const rules: Readonly<Record<RequestField, (text: string) => Broken | undefined>> = {
  name: (name) => lineFault(name, { required: false, maxCharacters: bounds.name }),
  mail: (mail) =>
    lineFault(mail, { required: true }) ??
    (normalMail(mail) === undefined ? { rule: 'NOT_A_MAIL_ADDRESS' } : undefined),
  subject: (subject) => lineFault(subject, { required: true, maxCharacters: bounds.subject }),
  body: (body) => proseFault(body, { required: true, maxBytes: bounds.bodyBytes }),
};
