import { OVER, pause, untilAborted } from '@ledgerdesk/kernel';
import type { Place } from '@ledgerdesk/event-store';
import type { Consumer, FeedBatch } from '../port/feed.ts';
import { assertOfLedger, keptBy } from '../delivery/assert-of-ledger.ts';
import { LEDGER } from '../delivery/sources.ts';
import { batchOf, type Wanted } from './batch-of.ts';
import { pauseAfter, type BackOff } from '../delivery/back-off.ts';
import type { CatchUp } from './catch-up.ts';
import { isForGood, reasonOf } from '../delivery/fault.ts';
import type { ConsumerHealth, FeedLogger } from '../delivery/health.ts';
import type { RecentPages } from './recent-pages.ts';

/** Before the first event, wherever a ledger begins to count. */
const BEGINNING = -1n;

/** Where a consumer hears nothing, its checkpoint moves this often: a ledger busy with other events costs it little. */
const EMPTY_BATCH_AFTER_MS = 500;

/**
 * A consumer rests after a batch, for so many times as long as it took: what comes meanwhile goes in one batch, which costs
 * little more than a batch of one. So its share of the machine is bounded, and the busier the machine, the larger its batches.
 */
const REST = 2;
const LONGEST_REST_MS = 50;

/** What comes is let lie for a moment: what comes with it goes along, and those whom nobody waits for make room for the others. */
const GATHER_MS = 5;

export interface DeliveryOptions {
  readonly consumer: Consumer;
  readonly recent: RecentPages;
  readonly catchUp: CatchUp;
  readonly batchSize: number;
  readonly backOff: BackOff;
  readonly logger: FeedLogger;
  readonly head: () => Promise<Place>;
}

/** Brings one consumer its events: batch after batch from its checkpoint on, and the same again where it failed. */
export class Delivery {
  private position: bigint | undefined;
  private fault: string | undefined;
  private failures = 0;
  private stopped = false;
  /** Which beginning of the tailer this consumer's place was compared with. */
  private beginning = 0;
  private readonly wanted: Wanted;

  constructor(private readonly options: DeliveryOptions) {
    this.wanted = { topics: new Set(options.consumer.topics), batchSize: options.batchSize };
  }

  get health(): ConsumerHealth {
    const { position, fault, stopped } = this;
    return {
      consumer: this.options.consumer.name,
      ...(position !== undefined && { position }),
      ...(fault !== undefined && { fault }),
      stopped,
    };
  }

  /** Until the signal says stop, the checkpoint is of another ledger, or a newer program has taken over. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const meanwhile = this.options.consumer.meanwhile?.(AbortSignal.any([signal, over.signal]));
    await this.deliverUntil(signal);
    over.abort();
    await meanwhile;
  }

  private async deliverUntil(signal: AbortSignal): Promise<void> {
    this.stopped = false;
    while (!signal.aborted && !this.stopped) {
      try {
        await this.deliver(signal);
      } catch (error) {
        this.fault = reasonOf(error);
        if (isForGood(error)) this.giveUp(error);
        else await this.pauseAfter(error, signal);
      }
    }
  }

  private async deliver(signal: AbortSignal): Promise<void> {
    const { consumer } = this.options;
    let place = await this.start();
    for (let batch = await this.next(place, signal); batch; batch = await this.next(place, signal)) {
      const begin = performance.now();
      await consumer.handle(batch);
      const took = performance.now() - begin;
      place = { epoch: batch.epoch, position: batch.position };
      this.position = batch.position;
      this.fault = undefined;
      this.failures = 0;
      if (!this.isFull(batch)) await this.rest(Math.min(took * REST, LONGEST_REST_MS), signal);
    }
  }

  private isFull({ events }: FeedBatch): boolean {
    return events.length >= this.options.batchSize;
  }

  /** Whoever waits for the consumer ends its rest. */
  private async rest(ms: number, signal: AbortSignal): Promise<void> {
    const { consumer } = this.options;
    const over = new AbortController();
    const resting = AbortSignal.any([signal, over.signal]);
    await Promise.race([pause(ms, resting), consumer.awaited?.(resting) ?? untilAborted(resting)]);
    over.abort(OVER);
  }

  private async start(): Promise<Place> {
    const checkpoint = await this.options.consumer.checkpoint(LEDGER);
    this.beginning = this.options.recent.beginnings;
    const ledger = await this.options.head();
    if (!checkpoint) return { epoch: ledger.epoch, position: BEGINNING };
    assertOfLedger(keptBy(this.options.consumer.name), checkpoint, ledger);
    this.position = checkpoint.position;
    return checkpoint;
  }

  /** The next batch after a place; undefined where the signal says stop. */
  private async next(place: Place, signal: AbortSignal): Promise<FeedBatch | undefined> {
    const { recent, catchUp } = this.options;
    let seen = place;
    let gathered = false;
    let emptyIsDue: AbortSignal | undefined;
    while (!signal.aborted) {
      await this.compareWithLedger(place);
      const pages = recent.after(seen.position) ?? [await catchUp.pageAfter(seen)];
      const batch = batchOf(this.wanted, seen, pages);
      if (batch.events.length > 0 && !gathered && !this.isFull(batch)) {
        await this.rest(GATHER_MS, signal);
        gathered = true;
        continue;
      }
      if (batch.events.length > 0 || emptyIsDue?.aborted) return batch;
      seen = { epoch: batch.epoch, position: batch.position };
      if (seen.position > place.position) {
        emptyIsDue ??= AbortSignal.any([signal, AbortSignal.timeout(EMPTY_BATCH_AFTER_MS)]);
      }
      if (recent.place.position <= seen.position) await recent.moved(emptyIsDue ?? signal);
    }
    return undefined;
  }

  /** Where the tailer had to begin anew, a backup may have been restored under the running consumer. */
  private async compareWithLedger(place: Place): Promise<void> {
    const { consumer, recent, head } = this.options;
    if (this.beginning === recent.beginnings) return;
    this.beginning = recent.beginnings;
    assertOfLedger(keptBy(consumer.name), place, await head());
  }

  private giveUp(error: Error): void {
    this.stopped = true;
    this.options.logger.error({ error, consumer: this.options.consumer.name }, error.message);
  }

  private async pauseAfter(error: unknown, signal: AbortSignal): Promise<void> {
    const { consumer, backOff, logger } = this.options;
    this.failures += 1;
    const againInMs = pauseAfter(backOff, this.failures);
    logger.warn(
      { error, consumer: consumer.name, failures: this.failures, againInMs },
      'A consumer failed: the same events will come again',
    );
    await pause(againInMs, signal);
  }
}
