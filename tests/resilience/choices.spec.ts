import { choicesOf, type Choice } from './choices.ts';
import type { Strike } from './ground/ground.ts';

const strikes = ['one', 'another', 'a third'].map((name): Strike => ({
  name,
  hits: name,
  act: () => Promise.resolve(),
}));

function first(seed: number, count: number): readonly Choice[] {
  const choices = choicesOf(seed, strikes, { leastMs: 10, mostMs: 20 });
  return Array.from({ length: count }, () => choices.next().value as Choice);
}

describe('What is done under a seed', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(first(7, 20)).toEqual(first(7, 20));
    expect(first(7, 20)).not.toEqual(first(8, 20));
  });

  it('is everything equally often, in an order by chance, at a pace within its bounds', () => {
    const chosen = first(7, 30);
    for (const strike of strikes) expect(chosen.filter((one) => one.strike === strike)).toHaveLength(10);
    expect(new Set(chosen.slice(0, 3).map(({ strike }) => strike)).size).toBe(3);
    expect(chosen.every(({ waitMs }) => waitMs >= 10 && waitMs <= 20)).toBe(true);
  });
});
