import { pause } from '@ledgerdesk/kernel';
import type { ClientBase, Pool } from 'pg';
import { inTransaction } from '../consumer/in-transaction.ts';
import { isPassing } from '../consumer/passing-fault.ts';
import { rememberPassedOver } from '../consumer/passed-over-table.ts';
import { pauseAfter, type BackOff } from '../delivery/back-off.ts';
import { reasonOf } from '../delivery/fault.ts';
import type { FeedLogger } from '../delivery/health.ts';
import { passedOverOf } from '../kafka/kafka-record.ts';
import type { PlacedEvent } from '../port/publisher.ts';
import { ParkedKeys, type FirstParked } from './parked-keys.ts';
import { readParked } from './read-parked.ts';

export interface DrainerOptions {
  /** Whose parked keys these are. */
  readonly consumer: string;
  /** The consumer's own, its schema first in the search path; see `consumerMigrations`. */
  readonly database: Pool;
  /** Takes an event that was parked. A throw means that its key stays parked. */
  readonly take: (placed: PlacedEvent, transaction?: ClientBase) => Promise<void>;
  /** It takes also what is of a type from the future, without a message. */
  readonly takesUnknown?: boolean;
  /** Where it is taken: in the transaction in which it stops to wait, or before that. */
  readonly within?: 'transaction' | undefined;
  readonly logger: FeedLogger;
  /** When the first event of a key is tried again. */
  readonly backOff: BackOff;
}

/** A parked key in hand. */
interface Claimed {
  readonly key: string;
  readonly attempts: number;
}

/** How often it is looked for what others did: another replica has parked a key, or an operator lets one be tried. */
const LOOK_EVERY_MS = 5_000;
const CLAIM_MS = 60_000;
const AT_ONCE = 8;

/**
 * Tries the parked keys of a consumer again, each in its order: the first event until it is taken, then the next. What is away
 * for all of them (a service, the ledger) is no fault of theirs: it counts no tries, and soon they are tried again.
 */
export class Drainer {
  private readonly parked: ParkedKeys;
  /** Ends the wait for the next look. */
  private resting = new AbortController();

  constructor(private readonly options: DrainerOptions) {
    this.parked = new ParkedKeys(options.consumer);
  }

  /** When it is tried again what found something away. */
  private get awayMs(): number {
    return Math.min(LOOK_EVERY_MS, this.options.backOff.longestMs);
  }

  /** Something was parked here: there is a turn to wait for. */
  wake(): void {
    this.resting.abort();
  }

  /** Until the signal says stop. What a fixed program may be able to take is tried at once. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { consumer, database, logger } = this.options;
    let begun = false;
    while (!signal.aborted) {
      this.resting = new AbortController();
      let restMs: number = LOOK_EVERY_MS;
      try {
        if (!begun) await this.parked.retry(database);
        begun = true;
        const nextInMs = await this.parked.nextInMs(database);
        if (nextInMs === 0) {
          const claimed = await this.parked.claim(database, { limit: AT_ONCE, forMs: CLAIM_MS });
          const away = await Promise.all(claimed.map((one) => this.drain(one, signal)));
          if (away.includes(true)) restMs = this.awayMs;
          else if (claimed.length > 0) continue;
        }
        // What is due and was not to be had is in another's hands.
        if (nextInMs) restMs = Math.min(restMs, nextInMs);
      } catch (error) {
        logger.warn({ error, consumer }, 'Parked keys cannot be read; they are tried when they can');
      }
      await pause(restMs, AbortSignal.any([signal, this.resting.signal]));
    }
  }

  /** Answers whether it met that something is away which others need as well. */
  private async drain(claimed: Claimed, signal: AbortSignal): Promise<boolean> {
    const { consumer, database, logger, backOff } = this.options;
    const { key } = claimed;
    let { attempts } = claimed;
    for (;;) {
      const first = await this.parked.first(database, key);
      if (!first) {
        if (await this.parked.free(database, key)) logger.warn({ consumer, key }, 'A parked key is free again');
        return false;
      }
      // Given back as it was: the next process tries it at once.
      if (signal.aborted) {
        await this.parked.retry(database, key);
        return false;
      }
      try {
        await this.take(key, first);
      } catch (error) {
        const away = isPassing(error);
        const inMs = away ? this.awayMs : pauseAfter(backOff, attempts);
        await this.parked.failed(database, key, { error: reasonOf(error), inMs, uncounted: away });
        const told = { error, consumer, key, attempts, againInMs: inMs };
        if (!away) logger.warn(told, 'A parked key failed again');
        else logger.debug(told, 'A parked key cannot be tried: what it needs is away');
        return away;
      }
      attempts = 1;
    }
  }

  /** Takes the first, and then it waits no more; what a still newer program says of it is passed over, as it is elsewhere. */
  private async take(key: string, first: FirstParked): Promise<void> {
    const { consumer, database, take, takesUnknown = false, within } = this.options;
    const read = readParked(key, first);
    const { unknown } = read;
    const taken = takesUnknown || unknown !== 'type';
    if (!within) {
      if (taken) await take(read);
      if (unknown === undefined) return void (await this.parked.passed(database, key, first.id));
    }
    await inTransaction(database, async (client) => {
      const passed = await this.parked.passed(client, key, first.id);
      if (passed && within && taken) await take(read, client);
      if (passed && unknown) await rememberPassedOver(client, consumer, [passedOverOf(read, unknown)]);
    });
  }
}
