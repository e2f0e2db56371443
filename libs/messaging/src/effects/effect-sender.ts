import { pause } from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';
import { pauseAfter, type BackOff } from '../delivery/back-off.ts';
import { reasonOf } from '../delivery/fault.ts';
import type { FeedLogger } from '../delivery/health.ts';
import type { DoEffect } from './effect.ts';
import { EffectTable, type Claimed, type Database, type Settled } from './effect-table.ts';

export interface EffectSenderOptions {
  /** Who does what, by the effect's name. What has nobody here waits. */
  readonly does: Readonly<Record<string, DoEffect>>;
  /** The service's own, its schema first in the search path; see `effectMigrations`. */
  readonly database: Database;
  readonly logger: FeedLogger;
  readonly backOff?: BackOff;
  /** After so many tries an effect is parked: somebody has to look at it. */
  readonly attempts?: number;
  /** So many are in hand at once. */
  readonly atOnce?: number;
  /** So long a claim holds: whoever has not said by then what became of it is taken for dead. */
  readonly claimMs?: number;
  /** How often it is looked whether something has become due. */
  readonly lookEveryMs?: number;
}

const BACK_OFF: BackOff = { firstMs: 1000, longestMs: 3_600_000 };
/** With the back-off, about two days. */
const ATTEMPTS = 60;
const CLAIM_MS = 30_000;
const LOOK_EVERY_MS = 200;
const LONGEST_AWAY_MS = 10_000;
const AT_ONCE = 64;

/** A claimed effect, and what became of it. */
type Noted = readonly [claim: string, effect: Claimed, settled: Settled];

/**
 * Does a service's effects when they are due: each replica runs one, and each effect is in one's hands at a time. One that
 * takes long keeps nobody else waiting, as long as not all hands are full of such.
 */
export class EffectSender {
  private readonly table: EffectTable;
  private readonly kinds: readonly string[];
  private readonly inHand = new Set<Promise<void>>();
  private unsettled: Noted[] = [];

  constructor(private readonly options: EffectSenderOptions) {
    this.table = new EffectTable(options.database);
    this.kinds = Object.keys(options.does);
  }

  /** Until the signal says stop; finishes what it has begun. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { backOff = BACK_OFF } = this.options;
    for (let failures = 0; !signal.aborted;) {
      try {
        const begun = await this.begin();
        await this.settle();
        failures = 0;
        if (begun === 0) await this.somethingHappens(signal);
      } catch (error) {
        failures += 1;
        this.unreachable(error);
        await pause(Math.min(pauseAfter(backOff, failures), LONGEST_AWAY_MS), signal);
      }
    }
    await Promise.all(this.inHand);
    // What cannot be noted is done once more, when its claim has ended.
    await this.settle().catch((error: unknown) => this.unreachable(error));
  }

  /** Takes into hand what is due, as much as there is room for; answers how much that was. */
  private async begin(): Promise<number> {
    const { claimMs = CLAIM_MS, atOnce = AT_ONCE } = this.options;
    const limit = atOnce - this.inHand.size;
    if (limit <= 0) return 0;
    const claim = randomUUID();
    const claimed = await this.table.claim(claim, { kinds: this.kinds, limit, forMs: claimMs });
    const ends = AbortSignal.timeout(claimMs);
    for (const effect of claimed) {
      const work = this.do(effect, ends).then((settled) => {
        this.unsettled.push([claim, effect, settled]);
        this.inHand.delete(work);
      });
      this.inHand.add(work);
    }
    return claimed.length;
  }

  private async settle(): Promise<void> {
    const noted = this.unsettled;
    this.unsettled = [];
    try {
      await this.table.settle(noted);
    } catch (error) {
      this.unsettled.push(...noted);
      throw error;
    }
  }

  /** Something in hand is done, or something else may be due. */
  private async somethingHappens(signal: AbortSignal): Promise<void> {
    const { lookEveryMs = LOOK_EVERY_MS, atOnce = AT_ONCE } = this.options;
    const over = new AbortController();
    const full = this.inHand.size >= atOnce;
    const next = full ? undefined : await this.table.nextInMs(this.kinds);
    const look = pause(Math.min(lookEveryMs, next ?? lookEveryMs), AbortSignal.any([signal, over.signal]));
    await Promise.race([look, ...this.inHand]);
    over.abort();
  }

  private async do(effect: Claimed, signal: AbortSignal): Promise<Settled> {
    const { does, backOff = BACK_OFF, attempts = ATTEMPTS, logger } = this.options;
    try {
      await does[effect.effect]!({ ...effect, signal });
      return { outcome: 'done' };
    } catch (error) {
      const words = reasonOf(error);
      const { effect: name, key, attempt } = effect;
      if (attempt >= attempts) {
        logger.error({ error, effect: name, key, attempt }, 'An effect failed too often and is parked');
        return { outcome: 'parked', error: words };
      }
      const inMs = pauseAfter(backOff, attempt);
      logger.warn({ error, effect: name, key, attempt, againInMs: inMs }, 'An effect failed and will be tried again');
      return { outcome: 'again', inMs, error: words };
    }
  }

  private unreachable(error: unknown): void {
    this.options.logger.warn({ error }, 'Effects cannot be read or noted; they are done when they can');
  }
}
