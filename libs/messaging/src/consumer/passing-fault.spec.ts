import { isPassing } from './passing-fault.ts';

const withCode = (code: string): Error => Object.assign(new Error('as it was said'), { code });

describe('A fault is met by any event', () => {
  it.each([
    ['a deadlock with another transaction', '40P01'],
    ['a transaction that another one came before', '40001'],
    ['a server that is going', '57P01'],
    ['a disk that is full', '53100'],
    ['a socket that was closed', 'ECONNRESET'],
  ])('where it is %s', (_, code) => expect(isPassing(withCode(code))).toBe(true));

  it('where whoever was asked says that the same may be taken later', () => {
    expect(isPassing(Object.assign(new Error('later'), { retryable: true }))).toBe(true);
    expect(isPassing(Object.assign(new Error('never'), { retryable: false }))).toBe(false);
  });

  it.each([
    ['a statement that took too long, which may be this event’s', '57014'],
    ['a value that the database does not take', '22021'],
    ['a row that is there already', '23505'],
  ])('but not where it is %s', (_, code) => expect(isPassing(withCode(code))).toBe(false));

  it.each([new TypeError('x is undefined'), 'a text', undefined, null])(
    'but not where a handler threw %p',
    (thrown) => {
      expect(isPassing(thrown)).toBe(false);
    },
  );
});
