import { toUUID } from 'typeid-js';
import { isId, newId } from './ids.ts';

describe('A new id', () => {
  const uuidOf = (id: string) => toUUID(id as Parameters<typeof toUUID>[0]).replaceAll('-', '');
  const bitsOf = (id: string) =>
    BigInt(`0x${uuidOf(id)}`)
      .toString(2)
      .padStart(128, '0');

  it('is one of its kind, and a UUID of version 7', () => {
    const id = newId('tkt');
    expect(isId('tkt', id)).toBe(true);
    expect(isId('sub', id)).toBe(false);
    expect(uuidOf(id)).toMatch(/^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  });

  it('says in which millisecond it was made, so that ids stand in the order of time', () => {
    const before = Date.now();
    const madeAt = parseInt(uuidOf(newId('tkt')).slice(0, 12), 16);
    expect(madeAt).toBeGreaterThanOrEqual(before);
    expect(madeAt).toBeLessThanOrEqual(Date.now());
  });

  it('is not guessed from those made before and after: all else of it, 74 bits, is chance', () => {
    const made = Array.from({ length: 200 }, () => bitsOf(newId('sub')));
    const place = (bit: number) => new Set(made.map((bits) => bits[bit])).size;
    const chance = Array.from({ length: 80 }, (_, index) => 48 + index).filter((bit) => place(bit) === 2);
    expect(chance).toHaveLength(74);
  });
});
