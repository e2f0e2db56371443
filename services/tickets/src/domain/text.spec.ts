import { bodyFault, normalSubject, reasonFault, subjectFault } from './text.ts';

describe('A subject', () => {
  it('is one line', () => {
    expect(normalSubject('  No\r\n\tnetwork \n')).toBe('No network');
  });

  it('is counted in characters as people see them', () => {
    expect(subjectFault('🙂'.repeat(300))).toBeUndefined();
    expect(subjectFault('🙂'.repeat(301))).toEqual({ rule: 'TOO_LONG', maxCharacters: 300 });
    expect(subjectFault('x'.repeat(301))).toEqual({ rule: 'TOO_LONG', maxCharacters: 300 });
  });

  it.each(['a\0b', '\ud83d', '\ude42 late'])('is text: %j is none', (subject) => {
    expect(subjectFault(subject)).toEqual({ rule: 'NOT_TEXT' });
  });

  it('is needed', () => {
    expect(subjectFault('')).toEqual({ rule: 'REQUIRED' });
  });
});

describe('A body', () => {
  it.each(['x', 'ä', '€', '🙂'])('is counted in bytes: %s', (character) => {
    const most = Math.floor(40_000 / Buffer.byteLength(character));
    expect(bodyFault(character.repeat(most))).toBeUndefined();
    expect(bodyFault(character.repeat(most + 1))).toEqual({ rule: 'TOO_LONG', maxBytes: 40_000 });
  });

  it('is needed, and text', () => {
    expect(bodyFault('')).toEqual({ rule: 'REQUIRED' });
    expect(bodyFault('\0')).toEqual({ rule: 'NOT_TEXT' });
  });
});

describe('A reason', () => {
  it('may be left out where it is not required', () => {
    expect(reasonFault('', { required: false })).toBeUndefined();
    expect(reasonFault('', { required: true })).toEqual({ rule: 'REQUIRED' });
  });

  it('is short', () => {
    expect(reasonFault('x'.repeat(2_001), { required: false })).toEqual({ rule: 'TOO_LONG', maxCharacters: 2_000 });
  });
});
