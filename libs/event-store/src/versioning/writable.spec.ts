import fc from 'fast-check';
import { assertTexts, assertWritable } from './writable.ts';

const fault = (path: readonly string[]) => expect.objectContaining({ code: 'UNWRITABLE_EVENT', path });
const nested = (value: unknown): unknown => ({ a: [0, { b: value }] });
const PATH = ['Event', 'a', '1', 'b'];

class Money {
  constructor(readonly coins: number) {}
}

describe('What can be written as JSON', () => {
  it('is whatever comes back from it as it went in', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!/\\u0000|\\ud[89a-f]/.test(JSON.stringify(value)));
        expect(() => assertWritable(value, [])).not.toThrow();
      }),
    );
  });

  it.each([
    ['a string', 'ü🙂\n'],
    ['null', null],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 })],
  ])('is %s', (_, value) => {
    expect(() => assertWritable(nested(value), [])).not.toThrow();
  });

  it.each([
    ['undefined', undefined],
    ['not a number', NaN],
    ['an infinite number', Infinity],
    ['a big integer', 1n],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a set', new Set([1])],
    ['bytes', Buffer.from('a')],
    ['an object of a class', new Money(1)],
    ['half a surrogate pair', 'a\ud800'],
    ['a NUL', 'a\0b'],
  ])('is not %s, and the fault says where', (_, value) => {
    expect(() => assertWritable(nested(value), ['Event'])).toThrow(fault(PATH));
  });

  it.each(['a\0', '\udc00'])('is not a name like %j', (name) => {
    expect(() => assertWritable({ a: { [name]: 1 } }, ['Event'])).toThrow(fault(['Event', 'a', name]));
  });

  it('has no text that is refused in the message', () => {
    expect(() => assertWritable({ a: 'secret\0' }, ['Event'])).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') as string }),
    );
  });
});

describe('Texts of a protobuf message', () => {
  it('may stand beside bytes, numbers and what is unset', () => {
    expect(() => assertTexts({ a: 'ü', b: Buffer.from([0]), c: undefined, d: 1n, e: ['🙂'] }, [])).not.toThrow();
  });

  it.each(['a\ud800', 'a\0b'])('are not %j, and the fault says where', (text) => {
    expect(() => assertTexts(nested(text), ['Event'])).toThrow(fault(PATH));
  });
});
