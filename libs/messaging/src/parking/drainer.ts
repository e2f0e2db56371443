import { pause } from '@ledgerdesk/kernel';
import type { Pool } from 'pg';
import { pauseAfter, type BackOff } from '../delivery/back-off.ts';
import { reasonOf } from '../delivery/fault.ts';
import type { FeedLogger } from '../delivery/health.ts';
import { ParkedKeys } from './parked-keys.ts';

export interface DrainerOptions {
  /** Whose parked keys these are. */
  readonly consumer: string;
  /** The consumer's own, its schema first in the search path; see `consumerMigrations`. */
  readonly database: Pick<Pool, 'query'>;
  /** Takes an event as it was parked. A throw means that its key stays parked. */
  readonly take: (key: string, text: string) => Promise<void>;
  readonly logger: FeedLogger;
  /** When the first event of a key is tried again. */
  readonly backOff: BackOff;
}

const LOOK_EVERY_MS = 500;
const CLAIM_MS = 60_000;
const AT_ONCE = 8;

/** Tries the parked keys of a consumer again, each in its order: the first event until it is taken, then the next. */
export class Drainer {
  private readonly parked: ParkedKeys;

  constructor(private readonly options: DrainerOptions) {
    this.parked = new ParkedKeys(options.consumer);
  }

  /** Until the signal says stop. What a fixed program may be able to take is tried at once. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { consumer, database, logger } = this.options;
    let begun = false;
    while (!signal.aborted) {
      try {
        if (!begun) await this.parked.retry(database);
        begun = true;
        const claimed = await this.parked.claim(database, { limit: AT_ONCE, forMs: CLAIM_MS });
        await Promise.all(claimed.map((one) => this.drain(one, signal)));
        if (claimed.length > 0) continue;
      } catch (error) {
        logger.warn({ error, consumer }, 'Parked keys cannot be read; they are tried when they can');
      }
      await pause(LOOK_EVERY_MS, signal);
    }
  }

  private async drain(
    claimed: { readonly key: string; readonly attempts: number },
    signal: AbortSignal,
  ): Promise<void> {
    const { consumer, database, take, logger, backOff } = this.options;
    const { key } = claimed;
    let { attempts } = claimed;
    for (;;) {
      const event = await this.parked.first(database, key);
      if (!event) {
        if (await this.parked.free(database, key)) logger.warn({ consumer, key }, 'A parked key is free again');
        return;
      }
      // Given back as it was: the next process tries it at once.
      if (signal.aborted) return void (await this.parked.retry(database, key));
      try {
        await take(key, event.text);
      } catch (error) {
        const inMs = pauseAfter(backOff, attempts);
        const reason = reasonOf(error);
        await this.parked.failed(database, key, { error: reason, inMs });
        logger.warn({ error, consumer, key, attempts, againInMs: inMs }, 'A parked key failed again');
        return;
      }
      await this.parked.passed(database, key, event.position);
      attempts = 1;
    }
  }
}
