import fc from 'fast-check';
import { shortened } from './shortened.ts';

describe('A message that repeats what the caller sent', () => {
  it('is left as it is where it is short', () => {
    expect(shortened('Cannot query field "shoeSize" on type "Me".')).toBe(
      'Cannot query field "shoeSize" on type "Me".',
    );
  });

  it('keeps its beginning and the reason', () => {
    const message = `Variable "$input" got invalid value "${'x'.repeat(100_000)}" at "input.commandId"; This is not a UUID.`;
    expect(shortened(message)).toMatch(
      /^Variable "\$input" got invalid value "x+ … x+" at "input.commandId"; This is not a UUID\.$/,
    );
  });

  it('is never longer than a few lines, and stays text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600, size: 'max' }), (message) => {
        expect(shortened(message).length).toBeLessThanOrEqual(253);
        expect(shortened(message).isWellFormed()).toBe(true);
      }),
    );
    expect(shortened('😀'.repeat(1_001)).isWellFormed()).toBe(true);
    expect(shortened(`x${'😀'.repeat(1_001)}`).isWellFormed()).toBe(true);
  });
});
