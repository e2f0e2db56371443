import type { Topic } from '@ledgerdesk/contracts';
import type { ClientBase, Pool } from 'pg';
import type { BackOff } from '../delivery/back-off.ts';
import type { FeedLogger } from '../delivery/health.ts';
import { leavesOut, Parking } from '../parking/parking.ts';
import type { Waiting } from '../parking/waiting.ts';
import type { FeedEvent } from '../port/feed-event.ts';
import type { Checkpoint, Consumer, FeedBatch } from '../port/feed.ts';
import { placedEvents } from '../port/placed-events.ts';
import type { PlacedEvent } from '../port/publisher.ts';
import { byAggregate } from './by-aggregate.ts';
import { attempt } from './attempt.ts';
import { CheckpointTable } from './checkpoint-table.ts';
import { inTransaction } from './in-transaction.ts';
import { isPassing } from './passing-fault.ts';

export interface ReactionConsumerOptions<T extends Topic> {
  /** Immutable: `<service>.<reaction>`. */
  readonly name: string;
  readonly topics: readonly T[];
  /** The service's own, its schema first in the search path; see `consumerMigrations`. */
  readonly database: Pool;
  /**
   * Idempotent where its effect is elsewhere: an event may come again. A throw means that it must: together with all others where
   * anything would fail now (the ledger is away), else by itself, and later events of its aggregate after it.
   */
  readonly handle: (event: FeedEvent<T>, transaction?: ClientBase) => Promise<void>;
  /**
   * Its effect is in the database, written by the `transaction` that moves the checkpoint: once, one event after the other, and
   * nothing of an event that failed. Else it is elsewhere.
   */
  readonly within?: 'transaction' | undefined;
  readonly logger: FeedLogger;
  /** So many aggregates at once, where the effect is elsewhere. */
  readonly concurrency?: number;
  /** When the first event of a parked aggregate is tried again. */
  readonly backOff?: BackOff;
}

const CONCURRENCY = 16;
/** A passing fault repeats the whole batch, so it is not large. */
const BATCH_SIZE = 200;

/**
 * A reaction. Its effect is an idempotent command elsewhere: first all effects of a batch, then its checkpoint; or it is in the
 * service's database, in one transaction with the checkpoint. An aggregate that it cannot go on with is parked in the transaction that moves the
 * checkpoint, and its neighbours flow.
 */
export class ReactionConsumer<T extends Topic> implements Consumer {
  readonly name: string;
  readonly topics: readonly T[];
  readonly batchSize = BATCH_SIZE;
  private readonly checkpoints: CheckpointTable;
  private readonly parking: Parking;

  constructor(private readonly options: ReactionConsumerOptions<T>) {
    this.name = options.name;
    this.topics = options.topics;
    const { name: consumer, database, logger, handle, within, backOff } = options;
    this.checkpoints = new CheckpointTable({ table: 'consumer_checkpoint', owner: { consumer }, consumer });
    const take = ({ event }: PlacedEvent, transaction?: ClientBase): Promise<void> =>
      handle(event as FeedEvent<T>, transaction);
    this.parking = new Parking({ consumer, database, logger, take, within, backOff });
  }

  checkpoint(source: string): Promise<Checkpoint | undefined> {
    return this.checkpoints.find(this.options.database, source);
  }

  async handle(batch: FeedBatch): Promise<void> {
    const waiting = await (this.options.within ? this.write(batch) : this.doElsewhere(batch));
    this.checkpoints.moved(batch.source, batch);
    this.parking.stored(waiting);
  }

  /** Tries what is parked again. */
  meanwhile(signal: AbortSignal): Promise<void> {
    return this.parking.drain(signal);
  }

  private async doElsewhere(batch: FeedBatch): Promise<Waiting> {
    const { database } = this.options;
    const waiting = await this.parking.find(database, batch);
    await this.react(batch, waiting);
    if (!leavesOut(batch, waiting)) await this.checkpoints.move(database, batch.source, batch);
    else {
      await inTransaction(database, async (client) => {
        await this.checkpoints.move(client, batch.source, batch);
        await this.parking.store(client, batch, waiting);
      });
    }
    return waiting;
  }

  private async write(batch: FeedBatch): Promise<Waiting> {
    const { database, handle } = this.options;
    let waiting!: Waiting;
    await inTransaction(database, async (client) => {
      // Before anything is written: whoever owns it beside us waits here, and finds it moved.
      await this.checkpoints.move(client, batch.source, batch);
      waiting = await this.parking.find(client, batch);
      for (const one of placedEvents(batch)) {
        if (waiting.behind(one)) continue;
        const failed = await attempt(client, () => handle(one.event as FeedEvent<T>, client));
        if (failed) waiting.failed(one, failed.thrown);
      }
      if (leavesOut(batch, waiting)) await this.parking.store(client, batch, waiting);
    });
    return waiting;
  }

  /** Makes happen what can; what cannot waits. @throws what would fail for any event now */
  private async react(batch: FeedBatch, waiting: Waiting): Promise<void> {
    const { handle, concurrency = CONCURRENCY } = this.options;
    await byAggregate(placedEvents(batch), concurrency, async (one) => {
      if (waiting.behind(one)) return;
      try {
        await handle(one.event as FeedEvent<T>);
      } catch (error) {
        if (isPassing(error)) throw error;
        waiting.failed(one, error);
      }
    });
  }
}
