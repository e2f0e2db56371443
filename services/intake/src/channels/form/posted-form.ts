import { isUuid } from '@ledgerdesk/kernel';
import { MalformedRequestError } from '@ledgerdesk/platform';
import type { RawRequest } from '../../domain/request.ts';
import { TRAP_FIELD } from './form-page.ts';

const FIELDS = ['name', 'mail', 'subject', 'body', 'token', TRAP_FIELD] as const;
type Field = (typeof FIELDS)[number];

export interface PostedForm {
  readonly typed: RawRequest;
  /** The page's own, where it came with one. */
  readonly token: string | undefined;
  /** Whether the field that people do not see is filled in. */
  readonly trapped: boolean;
}

/** What was sent as a form. @throws MalformedRequestError where it says a field twice: nobody can tell which one is meant */
export function readForm(posted: Readonly<Record<string, unknown>>): PostedForm {
  const twice = FIELDS.find((field) => Array.isArray(posted[field]));
  if (twice) throw new MalformedRequestError(`The form says ${twice} twice`);
  const text = (field: Field): string => {
    const value = posted[field];
    return typeof value === 'string' ? value : '';
  };
  return {
    typed: { name: text('name'), mail: text('mail'), subject: text('subject'), body: text('body') },
    token: isUuid(text('token')) ? text('token') : undefined,
    trapped: text(TRAP_FIELD) !== '',
  };
}
