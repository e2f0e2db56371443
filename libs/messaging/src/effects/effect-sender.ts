import { pause } from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';
import { pauseAfter, type BackOff } from '../delivery/back-off.ts';
import type { FeedLogger } from '../delivery/health.ts';
import type { DoEffect } from './effect.ts';
import { EffectTable, type Claimed, type Database } from './effect-table.ts';
import { Outcomes } from './outcomes.ts';
import { TimeLimit } from './time-limit.ts';
import { tryEffect, type Trying } from './try-effect.ts';

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
  /** So long a claim holds: whoever has not said by then what became of it is taken for dead. Four fifths are there for the doing. */
  readonly claimMs?: number;
  /** So long it waits, when it is to stop, for what is in hand. */
  readonly finishMs?: number;
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

/** The rest of its claim is there to note what became of an effect, before another process takes it. */
const FOR_DOING = 0.8;
const FINISH_MS = 8_000;

/** How a sender is doing. */
export interface EffectHealth {
  /** For so many milliseconds it has been at one look at what is due; absent while it does not run. */
  readonly busyForMs?: number;
}

/**
 * Does a service's effects when they are due: each replica runs one, and each effect is in one's hands at a time. One that
 * takes long keeps nobody else waiting, as long as not all hands are full of such; one that does not end is let go of before
 * its claim ends, and has failed.
 */
export class EffectSender {
  private readonly table: EffectTable;
  private readonly outcomes: Outcomes;
  private readonly trying: Trying;
  private readonly kinds: readonly string[];
  private readonly inHand = new Set<Promise<void>>();
  private readonly limits = new Set<TimeLimit>();
  private turnSince: number | undefined;

  constructor(private readonly options: EffectSenderOptions) {
    this.table = new EffectTable(options.database);
    this.outcomes = new Outcomes(this.table, options.logger);
    const { does, logger, backOff = BACK_OFF, attempts = ATTEMPTS } = options;
    this.trying = { does, logger, backOff, attempts };
    this.kinds = Object.keys(does);
  }

  get health(): EffectHealth {
    return this.turnSince === undefined ? {} : { busyForMs: performance.now() - this.turnSince };
  }

  /** Until the signal says stop; finishes what it has begun, if that ends soon. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { finishMs = FINISH_MS } = this.options;
    for (let failures = 0; !signal.aborted;) {
      this.turnSince = performance.now();
      try {
        const begun = await this.begin();
        await this.outcomes.write();
        failures = 0;
        if (begun === 0) await this.somethingHappens(signal);
      } catch (error) {
        failures += 1;
        this.unreachable(error);
        await pause(Math.min(pauseAfter(this.trying.backOff, failures), LONGEST_AWAY_MS), signal);
      }
    }
    this.turnSince = undefined;
    const patience = setTimeout(() => this.limits.forEach((limit) => limit.end()), finishMs);
    await Promise.all(this.inHand);
    clearTimeout(patience);
    // What cannot be noted is done once more, when its claim has ended.
    await this.outcomes.write().catch((error: unknown) => this.unreachable(error));
  }

  /** Takes into hand what is due, as much as there is room for; answers how much that was. */
  private async begin(): Promise<number> {
    const { claimMs = CLAIM_MS, atOnce = AT_ONCE } = this.options;
    const room = atOnce - this.inHand.size;
    if (room <= 0) return 0;
    const claim = randomUUID();
    const { attempts } = this.trying;
    const claimed = await this.table.claim(claim, { kinds: this.kinds, limit: room, forMs: claimMs, attempts });
    if (claimed.length === 0) return 0;
    const limit = new TimeLimit(claimMs * FOR_DOING);
    this.limits.add(limit);
    const works = claimed.filter((effect) => this.mayBeTried(effect)).map((effect) => this.take(claim, effect, limit));
    void Promise.all(works).then(() => {
      limit.lift();
      this.limits.delete(limit);
    });
    return claimed.length;
  }

  private mayBeTried({ effect, key, parked }: Claimed): boolean {
    if (parked) this.trying.logger.error({ effect, key }, 'Tries of an effect ended without a word: it is parked');
    return !parked;
  }

  private take(claim: string, effect: Claimed, limit: TimeLimit): Promise<void> {
    const work = tryEffect(effect, limit, this.trying).then((settled) => {
      this.outcomes.note([claim, effect, settled]);
      this.inHand.delete(work);
    });
    this.inHand.add(work);
    return work;
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

  private unreachable(error: unknown): void {
    this.options.logger.warn({ error }, 'Effects cannot be read or noted; they are done when they can');
  }
}
