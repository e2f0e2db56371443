import { instantOf, type Instant } from '@ledgerdesk/kernel';

/** What time it is: asked at the edges only, never in a decision. */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => instantOf(Date.now()) };
