/** What is wrong with a text; the rule by name, with its bound. */
export type TextFault =
  | { readonly rule: 'REQUIRED' }
  /** It holds what is no text: see `lineFault` and `proseFault`. */
  | { readonly rule: 'NOT_TEXT' }
  /** In code points: what looks like one character may be several. */
  | { readonly rule: 'TOO_LONG'; readonly maxCharacters: number }
  /** In UTF-8. */
  | { readonly rule: 'TOO_LONG'; readonly maxBytes: number };

export interface TextBounds {
  readonly required: boolean;
  readonly maxCharacters?: number;
  readonly maxBytes?: number;
}

/** Embeddings, overrides and isolates (UAX 9): left open, they turn around what stands beside the text. */
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
const BLANKS = /[\s\u0085]+/g;
/** What ends a line or page anywhere (UAX 14, classes BK, CR, NL), made the one that we keep. */
const LINE_ENDS = /\r\n|[\v\f\r\u0085\u2028\u2029]/g;
/** Controls, halves of surrogate pairs, and code points that are for no character (Unicode 23.7). */
const NO_TEXT = /[\p{Cc}\p{Cs}\p{NChar}]/u;
const NO_PROSE = /[[\p{Cc}\p{Cs}\p{NChar}]--[\t\n]]/v;
/** Blanks, and what shows nothing of itself: joiners, zero-width blanks, fillers, the empty Braille cell, annotation marks. */
const NOTHING_SEEN = /^[\s\p{DI}\u2800\ufff9-\ufffb]*$/u;

/**
 * A text of one line as it is kept, a subject or a name: every run of white space is one blank, none is around it; empty
 * where nothing of it would be seen.
 */
export const oneLine = (text: string): string =>
  seen(text.replaceAll(BIDI_CONTROLS, '').replaceAll(BLANKS, ' ').trim());

/** A text of many lines as it is kept: its lines end alike, no white space is around it; empty where nothing would be seen. */
export const manyLines = (text: string): string => seen(text.replaceAll(LINE_ENDS, '\n').trim());

const seen = (text: string): string => (NOTHING_SEEN.test(text) ? '' : text);

/** What is wrong with a text of one line, as `oneLine` makes it. Joiners are text: emoji and many scripts need them. */
export const lineFault = (line: string, bounds: TextBounds): TextFault | undefined =>
  NO_TEXT.test(line) ? { rule: 'NOT_TEXT' } : boundsFault(line, bounds);

/** What is wrong with a text of many lines, as `manyLines` makes it: beside tabs it holds no controls either. */
export const proseFault = (prose: string, bounds: TextBounds): TextFault | undefined =>
  NO_PROSE.test(prose) ? { rule: 'NOT_TEXT' } : boundsFault(prose, bounds);

function boundsFault(text: string, { required, maxCharacters, maxBytes }: TextBounds): TextFault | undefined {
  if (required && text === '') return { rule: 'REQUIRED' };
  if (maxCharacters !== undefined && !withinCharacters(text, maxCharacters)) return { rule: 'TOO_LONG', maxCharacters };
  return maxBytes !== undefined && utf8Length(text) > maxBytes ? { rule: 'TOO_LONG', maxBytes } : undefined;
}

/** A line that a stranger sent, made into one that can be kept: empty where nothing of it would be seen. */
export function tidyLine(text: string, maxCharacters: number): string {
  const line = oneLine(text.toWellFormed().replaceAll(/[\p{Cc}\p{NChar}]+/gu, ' '));
  return [...line].slice(0, maxCharacters).join('').trim();
}

/** A text of fewer code units has no more code points. */
const withinCharacters = (text: string, most: number): boolean =>
  text.length <= most || (text.length <= 2 * most && [...text].length <= most);

/** Bytes in UTF-8: one to three a code unit, and four for a surrogate pair. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
