import { MALFORMED } from '../../test/support/event-store-conformance/cursors.ts';
import { compareCursors, cursorOf, placeOf, type Cursor } from './cursor.ts';

describe('A cursor', () => {
  it.each([
    ['a', 0n],
    ['3f0a3d2c6c1e', 42n],
    ['z'.repeat(32), 2n ** 63n - 1n],
  ])('stands for the place it was made of: epoch %s, position %s', (epoch, position) => {
    expect(placeOf(cursorOf({ epoch, position }))).toEqual({ epoch, position });
    expect(cursorOf({ epoch, position: `${position}` })).toBe(cursorOf({ epoch, position }));
  });

  it.each([...MALFORMED, 'start', `${'z'.repeat(33)}.1`, 'a-b.1', 'a.1 '])('is not %j', (text) => {
    expect(() => placeOf(text)).toThrow(expect.objectContaining({ code: 'MALFORMED_CURSOR' }));
  });

  it('is not all of a long text in the message that refuses it', () => {
    const text = 'x'.repeat(100_000);
    expect(() => placeOf(text)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('x'.repeat(81)) }),
    );
  });

  it('is ordered by its position as a number, within one epoch', () => {
    const [nine, ten] = [cursorOf({ epoch: 'a', position: 9n }), cursorOf({ epoch: 'a', position: 10n })];
    expect([compareCursors(nine, ten), compareCursors(ten, nine), compareCursors(ten, ten)]).toEqual([-1, 1, 0]);
  });

  it('is not ordered across epochs', () => {
    const [here, there] = ['a', 'b'].map((epoch) => cursorOf({ epoch, position: 1n })) as [Cursor, Cursor];
    expect(() => compareCursors(here, there)).toThrow(expect.objectContaining({ code: 'FOREIGN_EPOCH' }));
  });
});
