import { isRole, lineFault, normalMail, oneLine, tidyLine, type InputFault, type Role } from '@ledgerdesk/contracts';
import { isId, type Json } from '@ledgerdesk/kernel';

export const NAME_MAX_CHARACTERS = 200;
export const KEY_MAX_CHARACTERS = 40;

/** Of a login's subject (OpenID Connect Core 1.0, 2). */
export const TOKEN_MAX_CHARACTERS = 255;

const KEY = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/;
const LANGUAGE = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}$/;
const CONTROL = /\p{Cc}/u;

/** A rule that a field of an input must keep; answers what is wrong. */
export type Rule = (text: string) => BrokenRule | undefined;

interface BrokenRule {
  readonly rule: string;
  readonly [bound: string]: Json;
}

/** The faults of these fields, all of them. */
export const faultsOf = (
  fields: Readonly<Record<string, readonly [text: string, rule: Rule]>>,
): readonly InputFault[] =>
  Object.entries(fields).flatMap(([field, [text, rule]]) => {
    const fault = rule(text);
    return fault ? [{ ...fault, path: [field] }] : [];
  });

/** Nothing at all is right too. */
export const optional =
  (rule: Rule): Rule =>
  (text) =>
    text === '' ? undefined : rule(text);

export const idRule =
  (prefix: string): Rule =>
  (text) =>
    isId(prefix, text) ? undefined : { rule: 'NOT_AN_ID', prefix };

/** One line that people read; it is kept as `oneLine` makes it. */
export const nameRule: Rule = (text) =>
  lineFault(oneLine(text), { required: true, maxCharacters: NAME_MAX_CHARACTERS });

/** A name as a stranger sent it, made into one that people can read: it is no reason to turn the stranger away. */
export const tidyName = (text: string): string => tidyLine(text, NAME_MAX_CHARACTERS);

/** What another system names something by: kept to the letter, shown to nobody. */
export const tokenRule: Rule = (text) => {
  if (!text.isWellFormed() || CONTROL.test(text)) return { rule: 'NOT_TEXT' };
  if (text === '') return { rule: 'REQUIRED' };
  return text.length > TOKEN_MAX_CHARACTERS ? { rule: 'TOO_LONG', maxCharacters: TOKEN_MAX_CHARACTERS } : undefined;
};

export const keyRule: Rule = (text) => {
  if (text.length > KEY_MAX_CHARACTERS) return { rule: 'TOO_LONG', maxCharacters: KEY_MAX_CHARACTERS };
  return KEY.test(text) ? undefined : { rule: 'NOT_A_KEY', pattern: KEY.source };
};

export const mailRule: Rule = (text) => (normalMail(text) === undefined ? { rule: 'NOT_A_MAIL_ADDRESS' } : undefined);

export const languageRule: Rule = (text) => (LANGUAGE.test(text) ? undefined : { rule: 'NOT_A_LANGUAGE' });

export const roleRule: Rule = (text) => (isRole(text) ? undefined : { rule: 'NOT_A_ROLE' });

export const roleFaults = (roles: readonly string[]): readonly InputFault[] =>
  roles.flatMap((role, index) => (isRole(role) ? [] : [{ path: ['roles', String(index)], rule: 'NOT_A_ROLE' }]));

/** The roles among these keys. */
export const toRoles = (keys: readonly string[]): readonly Role[] => keys.filter(isRole);
