/** What a person wrote, as they wrote it. */
export interface Body {
  readonly format: 'text' | 'html';
  readonly content: string;
}

export const SUBJECT_MAX_CHARACTERS = 300;
/** A sealed value grows by a third in the ledger, whose events are at most 64 KiB. */
export const BODY_MAX_BYTES = 40_000;
export const REASON_MAX_CHARACTERS = 2_000;

/** What is wrong with a text; the rule by name, with its bound. */
export type TextFault =
  | { readonly rule: 'REQUIRED' }
  | { readonly rule: 'NOT_TEXT' }
  | { readonly rule: 'TOO_LONG'; readonly maxCharacters: number }
  | { readonly rule: 'TOO_LONG'; readonly maxBytes: number };

/** One line: every run of white space is one blank. */
export const normalSubject = (subject: string): string => subject.replaceAll(/\s+/g, ' ').trim();

export function subjectFault(subject: string): TextFault | undefined {
  if (!isText(subject)) return { rule: 'NOT_TEXT' };
  if (subject === '') return { rule: 'REQUIRED' };
  return charactersFault(subject, SUBJECT_MAX_CHARACTERS);
}

export function bodyFault(content: string): TextFault | undefined {
  if (!isText(content)) return { rule: 'NOT_TEXT' };
  if (content === '') return { rule: 'REQUIRED' };
  return utf8Length(content) > BODY_MAX_BYTES ? { rule: 'TOO_LONG', maxBytes: BODY_MAX_BYTES } : undefined;
}

export function reasonFault(reason: string, { required }: { readonly required: boolean }): TextFault | undefined {
  if (!isText(reason)) return { rule: 'NOT_TEXT' };
  if (reason === '' && required) return { rule: 'REQUIRED' };
  return charactersFault(reason, REASON_MAX_CHARACTERS);
}

/** PostgreSQL and UTF-8 have no place for a NUL and for half a surrogate pair. */
const isText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

function charactersFault(text: string, maxCharacters: number): TextFault | undefined {
  // Code points, as people count; a text of fewer code units has no more of them.
  const fits = text.length <= maxCharacters || (text.length <= 2 * maxCharacters && [...text].length <= maxCharacters);
  return fits ? undefined : { rule: 'TOO_LONG', maxCharacters };
}

/** Bytes in UTF-8: one to three a code unit, and four for a surrogate pair. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
