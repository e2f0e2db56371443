import { seededRandom } from '@ledgerdesk/testing';
import type { Chance, Strike } from './ground/ground.ts';

/** What is done next, and how long after what came before. */
export interface Choice extends Chance {
  readonly strike: Strike;
  readonly waitMs: number;
}

export interface Pace {
  readonly leastMs: number;
  readonly mostMs: number;
}

/** The same for the same seed: all strikes in an order by chance, then all again in another. */
export function* choicesOf(seed: number, strikes: readonly Strike[], { leastMs, mostMs }: Pace): Generator<Choice> {
  const random = seededRandom(seed);
  for (;;) {
    const deck = strikes.map((strike) => ({ strike, place: random() })).toSorted((a, b) => a.place - b.place);
    for (const { strike } of deck) {
      yield { strike, waitMs: leastMs + random() * (mostMs - leastMs), lasting: random(), which: random() };
    }
  }
}
