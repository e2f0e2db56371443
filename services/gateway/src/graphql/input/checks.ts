import { lineFault, manyLines, oneLine, proseFault } from '@ledgerdesk/contracts';
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
export const aSubject: Check = (value) =>
  lineFault(oneLine(String(value)), { required: true, maxCharacters: SUBJECT_MAX_CHARACTERS });

/** A message. */
export const aMessage: Check = (value) =>
  proseFault(manyLines(String(value)), { required: true, maxBytes: BODY_MAX_BYTES });

/** Why something was done. */
export const aReason: Check = (value) => reasonFault(String(value), { required: true });
export const aReasonIfAny: Check = (value) => reasonFault(String(value), { required: false });

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

const reasonFault = (reason: string, { required }: { readonly required: boolean }): BrokenRule | undefined =>
  proseFault(manyLines(reason), { required, maxCharacters: REASON_MAX_CHARACTERS });

/** A list that is not too long. */
export const someOf =
  (max: number): Check =>
  (value) =>
    (value as readonly unknown[]).length > max ? { rule: 'TOO_MANY', max } : undefined;

export const someIds =
  (prefix: string, max: number): Check =>
  (value, input) =>
    someOf(max)(value, input) ?? (value as readonly unknown[]).map((id) => anId(prefix)(id, input)).find(Boolean);
