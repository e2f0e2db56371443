import { lineFault, manyLines, oneLine, proseFault, tidyLine } from './text.ts';

const line = { required: true, maxCharacters: 10 };
const prose = { required: true, maxBytes: 40 };

/** As people write: emoji of several code points, Persian with non-joiners, Hindi with joiners, marks of direction, a flag. */
const WRITTEN = ['👩‍👩‍👧', 'می‌خواهم', 'क्‍ष', 'a\u200f!', '🏴\u{e0067}\u{e007f}', 'e\u0301', 'ไทย\u200bไทย'];
const NO_TEXT = [
  'a\0b',
  '\u001b[31m',
  '\u0007',
  '\u007f',
  '\u009b',
  '\ufffe',
  '\ufdd0',
  '\u{1ffff}',
  '\ud83d',
  '\ude42 x',
];
const UNSEEN = [
  '',
  ' ',
  '\u200b',
  '\u200d\u200c',
  '\u00ad',
  '\u2060\ufeff',
  '\u3164',
  '\u2800',
  '\u202e\u2066',
  '\ufffa',
];

describe('A text of one line', () => {
  it('has one blank for every run of white space, and none around it', () => {
    expect(oneLine('  No\r\n\tnet\u0085work\u2028\u00a0now \n')).toBe('No net work now');
  });

  it('turns nothing around that stands beside it', () => {
    expect(oneLine('\u202egpj.exe\u2066')).toBe('gpj.exe');
  });

  it.each(WRITTEN)('may be %s', (text) => {
    expect(oneLine(text)).toBe(text);
    expect(lineFault(text, line)).toBeUndefined();
  });

  it.each(NO_TEXT)('is text: %j is none', (text) => {
    expect(lineFault(oneLine(text), line)).toEqual({ rule: 'NOT_TEXT' });
  });

  it.each(UNSEEN)('is empty where nothing of it is seen: %j', (text) => {
    expect(lineFault(oneLine(text), line)).toEqual({ rule: 'REQUIRED' });
    expect(oneLine(text)).toBe('');
  });

  it('is counted in code points', () => {
    expect(lineFault('🙂'.repeat(10), line)).toBeUndefined();
    expect(lineFault('🙂'.repeat(11), line)).toEqual({ rule: 'TOO_LONG', maxCharacters: 10 });
    expect(lineFault('x'.repeat(11), line)).toEqual({ rule: 'TOO_LONG', maxCharacters: 10 });
  });
});

describe('A text of many lines', () => {
  it('ends its lines alike, and has no white space around it', () => {
    expect(manyLines('\r\n a\r\nb\rc\vd\u2028e\tf \n')).toBe('a\nb\nc\nd\ne\tf');
  });

  it.each([...WRITTEN, 'a\n\tb', '\u202btext\u202c'])('may be %j', (text) => {
    expect(manyLines(text)).toBe(text);
    expect(proseFault(text, prose)).toBeUndefined();
  });

  it.each(NO_TEXT)('is text: %j is none', (text) => {
    expect(proseFault(manyLines(text), prose)).toEqual({ rule: 'NOT_TEXT' });
  });

  it.each([...UNSEEN, '\n\u200b\n'])('is empty where nothing of it is seen: %j', (text) => {
    expect(proseFault(manyLines(text), prose)).toEqual({ rule: 'REQUIRED' });
  });

  it.each(['x', 'ä', '€', '🙂'])('is counted in bytes: %s', (character) => {
    const most = Math.floor(40 / Buffer.byteLength(character));
    expect(proseFault(character.repeat(most), prose)).toBeUndefined();
    expect(proseFault(character.repeat(most + 1), prose)).toEqual({ rule: 'TOO_LONG', maxBytes: 40 });
  });
});

describe('A line that a stranger sent', () => {
  it.each([
    ['Ada\r\nBcc: x', 'Ada Bcc: x'],
    ['A\u001bda\ufffe', 'A da'],
    ['\u202eadA', 'adA'],
    ['\ud800', '\ufffd'],
    ['a'.repeat(11), 'a'.repeat(10)],
    [' \0\u200b ', ''],
  ])('%j is made into %j', (text, tidy) => {
    expect(tidyLine(text, 10)).toBe(tidy);
    expect(lineFault(tidy, { required: false, maxCharacters: 10 })).toBeUndefined();
  });
});
