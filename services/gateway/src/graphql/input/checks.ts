import { isId } from '@ledgerdesk/kernel';
import type { BrokenRule, Check } from './rule.ts';

// The bounds of the tickets service, which judges again: told here as well, so that all faults of an input come together.
const SUBJECT_MAX_CHARACTERS = 300;
const BODY_MAX_BYTES = 40_000;
const REASON_MAX_CHARACTERS = 2_000;

/** An id of a kind of thing. */
export const anId =
  (prefix: string): Check =>
  (value) =>
    isId(prefix, String(value)) ? undefined : { rule: 'NOT_AN_ID', prefix };

/** One line of up to 300 characters. */
export const aSubject: Check = (value) => {
  const subject = String(value).replaceAll(/\s+/g, ' ').trim();
  return textFault(subject, { required: true }) ?? charactersFault(subject, SUBJECT_MAX_CHARACTERS);
};

/** A message. */
export const aMessage: Check = (value) => {
  const content = String(value).trim();
  const tooLong = Buffer.byteLength(content) > BODY_MAX_BYTES;
  return (
    textFault(content, { required: true }) ?? (tooLong ? { rule: 'TOO_LONG', maxBytes: BODY_MAX_BYTES } : undefined)
  );
};

/** Why something was done. */
export const aReason: Check = (value) => reasonFault(String(value).trim(), { required: true });
export const aReasonIfAny: Check = (value) => reasonFault(String(value).trim(), { required: false });

/** One of a few keys. */
export const oneOf =
  (keys: readonly string[]): Check =>
  (value) =>
    keys.includes(String(value)) ? undefined : { rule: 'NOT_OFFERED' };

export const atLeast =
  (min: number): Check =>
  (value) =>
    Number(value) >= min ? undefined : { rule: 'TOO_SMALL', min };

/** Some, but not too many. */
export const upTo =
  (max: number): Check =>
  (value) => {
    const count = (value as readonly unknown[]).length;
    if (count === 0) return { rule: 'REQUIRED' };
    return count > max ? { rule: 'TOO_MANY', max } : undefined;
  };

/** Told by being there: nothing else can be said with it. */
export const isTrue: Check = (value) => (value === true ? undefined : { rule: 'MUST_BE_TRUE' });

function reasonFault(reason: string, needed: { readonly required: boolean }): BrokenRule | undefined {
  return textFault(reason, needed) ?? charactersFault(reason, REASON_MAX_CHARACTERS);
}

/** UTF-8 and PostgreSQL have no place for half a surrogate pair and for NUL. */
function textFault(text: string, { required }: { readonly required: boolean }): BrokenRule | undefined {
  if (!text.isWellFormed() || text.includes('\0')) return { rule: 'NOT_TEXT' };
  return required && text === '' ? { rule: 'REQUIRED' } : undefined;
}

/** Code points, as people count. */
function charactersFault(text: string, maxCharacters: number): BrokenRule | undefined {
  const fits = text.length <= maxCharacters || (text.length <= 2 * maxCharacters && [...text].length <= maxCharacters);
  return fits ? undefined : { rule: 'TOO_LONG', maxCharacters };
}

/** A list that is not too long. */
export const someOf =
  (max: number): Check =>
  (value) =>
    (value as readonly unknown[]).length > max ? { rule: 'TOO_MANY', max } : undefined;

export const someIds =
  (prefix: string, max: number): Check =>
  (value, input) =>
    someOf(max)(value, input) ?? (value as readonly unknown[]).map((id) => anId(prefix)(id, input)).find(Boolean);
