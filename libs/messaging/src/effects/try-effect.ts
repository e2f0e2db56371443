import { pauseAfter, type BackOff } from '../delivery/back-off.ts';
import { reasonOf } from '../delivery/fault.ts';
import type { FeedLogger } from '../delivery/health.ts';
import type { DoEffect } from './effect.ts';
import type { Claimed, Settled } from './effect-table.ts';
import { NotInTimeError, type TimeLimit } from './time-limit.ts';

export interface Trying {
  /** Who does what, by the effect's name. */
  readonly does: Readonly<Record<string, DoEffect>>;
  readonly backOff: BackOff;
  /** After so many tries an effect is parked. */
  readonly attempts: number;
  readonly logger: FeedLogger;
}

/** Does an effect, and says what became of it when its time is up at the latest. Never rejects. */
export async function tryEffect(
  { parked: _, ...effect }: Claimed,
  { signal, over }: TimeLimit,
  { does, backOff, attempts, logger }: Trying,
): Promise<Settled> {
  const { effect: name, key, attempt } = effect;
  const doing = (async () => does[name]!({ ...effect, signal }))();
  try {
    await Promise.race([doing, over]);
    return { outcome: 'done' };
  } catch (error) {
    if (error instanceof NotInTimeError) hearLate(effect, doing, logger);
    const words = reasonOf(error);
    if (attempt >= attempts) {
      logger.error({ error, effect: name, key, attempt }, 'An effect failed too often and is parked');
      return { outcome: 'parked', error: words };
    }
    const inMs = pauseAfter(backOff, attempt);
    logger.warn({ error, effect: name, key, attempt, againInMs: inMs }, 'An effect failed and will be tried again');
    return { outcome: 'again', inMs, error: words };
  }
}

/** It may have happened, and will again. */
function hearLate({ effect, key, attempt }: Omit<Claimed, 'parked'>, doing: Promise<void>, logger: FeedLogger): void {
  void doing.then(
    () => logger.warn({ effect, key, attempt }, 'An effect was done after its time, and is done again'),
    (error: unknown) => logger.debug({ error, effect, key, attempt }, 'An effect failed after its time'),
  );
}
