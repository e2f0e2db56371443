import { explain } from './faults.ts';

const systemError = (code: string, path?: string): Error =>
  Object.assign(new Error(`${code}: it failed`), { code, path });

describe('A fault, as whoever starts the program reads it,', () => {
  it('is the message of an error that was written for them', () => {
    const error = Object.assign(new Error('Stop that one.'), { name: 'UnreachableFolderError' });
    expect(explain(error)).toBe('Stop that one.');
  });

  it.each([
    ['ENOSPC', /disk is full \(\/data\/x\): make room/],
    ['53100', /disk is full/],
    ['EACCES', /Nothing can be written there \(\/data\/x\).*--data DIR/],
    ['EROFS', /Nothing can be written there/],
    ['ENOTDIR', /file in the way/],
    ['EMFILE', /ulimit -n/],
  ])('says what to do about %s', (code, words) => {
    expect(explain(systemError(code, '/data/x'))).toMatch(words);
  });

  it('is found behind another error', () => {
    expect(explain(new Error('Query failed', { cause: systemError('53100') }))).toMatch(/disk is full/);
  });

  it('is told without a stack trace where nobody foresaw it', () => {
    const told = explain(new Error('Quite unexpected'));
    expect(told).toContain('Quite unexpected');
    expect(told).not.toMatch(/\n\s+at /);
  });
});
