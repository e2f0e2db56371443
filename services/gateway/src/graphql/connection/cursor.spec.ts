import { Cursors } from './cursor.ts';

const isNumber = (place: unknown): place is number => typeof place === 'number';
const open = new Cursors(['tickets', { kinds: ['open'] }, 'newest first'], isNumber);
const closed = new Cursors(['tickets', { kinds: ['closed'] }, 'newest first'], isNumber);

describe('A cursor', () => {
  it('leads back to its place', () => {
    expect(open.placeOf(open.cursorOf(17))).toBe(17);
  });

  it('is no good for a list with another filter or order', () => {
    expect(() => closed.placeOf(open.cursorOf(17))).toThrow('another filter or order');
  });

  it.each(['', 'x', '"', 'bnVsbA', 'W10', 'WzEsMl0', '💥', Buffer.from('["a",{}]').toString('base64url')])(
    'is refused where it is none: %j',
    (text) => {
      expect(() => open.placeOf(text)).toThrow(expect.objectContaining({ code: 'MALFORMED_CURSOR' }));
    },
  );
});
