import { bodyFault, reasonFault, subjectFault } from './text.ts';

describe('A subject', () => {
  it('has at most 300 code points', () => {
    expect(subjectFault('🙂'.repeat(300))).toBeUndefined();
    expect(subjectFault('🙂'.repeat(301))).toEqual({ rule: 'TOO_LONG', maxCharacters: 300 });
    expect(subjectFault('x'.repeat(301))).toEqual({ rule: 'TOO_LONG', maxCharacters: 300 });
  });

  it.each(['a\0b', '\ud83d', '\ude42 late', 'a\nb', '\u001b[1m', '\ufffe'])(
    'is a line of text: %j is none',
    (subject) => {
      expect(subjectFault(subject)).toEqual({ rule: 'NOT_TEXT' });
    },
  );

  it('is needed', () => {
    expect(subjectFault('')).toEqual({ rule: 'REQUIRED' });
  });
});

describe('A body', () => {
  it('has at most 40,000 bytes', () => {
    expect(bodyFault('€'.repeat(13_333))).toBeUndefined();
    expect(bodyFault('€'.repeat(13_334))).toEqual({ rule: 'TOO_LONG', maxBytes: 40_000 });
  });

  it('has lines and tabs, but no other controls', () => {
    expect(bodyFault('a\n\tb')).toBeUndefined();
    for (const content of ['\0', '\u001b[1m', '\ufffe']) expect(bodyFault(content)).toEqual({ rule: 'NOT_TEXT' });
  });

  it('is needed', () => {
    expect(bodyFault('')).toEqual({ rule: 'REQUIRED' });
  });
});

describe('A reason', () => {
  it('may be left out where it is not required', () => {
    expect(reasonFault('', { required: false })).toBeUndefined();
    expect(reasonFault('', { required: true })).toEqual({ rule: 'REQUIRED' });
  });

  it('is short, and text', () => {
    expect(reasonFault('x'.repeat(2_001), { required: false })).toEqual({ rule: 'TOO_LONG', maxCharacters: 2_000 });
    expect(reasonFault('\u0007', { required: false })).toEqual({ rule: 'NOT_TEXT' });
  });
});
