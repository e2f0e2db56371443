import type { Topic } from '@ledgerdesk/contracts';
import type { Pool } from 'pg';
import { readStructured, toStructured } from '../cloud-events/structured.ts';
import type { BackOff } from '../delivery/back-off.ts';
import { reasonOf } from '../delivery/fault.ts';
import type { FeedLogger } from '../delivery/health.ts';
import { Drainer } from '../parking/drainer.ts';
import { ParkedKeys, type ToPark } from '../parking/parked-keys.ts';
import type { FeedEvent } from '../port/feed-event.ts';
import type { Checkpoint, Consumer, FeedBatch } from '../port/feed.ts';
import type { PlacedEvent } from '../port/publisher.ts';
import { aggregateOf, byAggregate } from './by-aggregate.ts';
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
   * Idempotent: an event may come again. A throw means that it must: together with all others where anything would fail now
   * (the ledger is away), else by itself, and later events of its aggregate after it.
   */
  readonly handle: (event: FeedEvent<T>) => Promise<void>;
  readonly logger: FeedLogger;
  /** So many aggregates at once. */
  readonly concurrency?: number;
  /** When the first event of a parked aggregate is tried again. */
  readonly backOff?: BackOff;
}

const CONCURRENCY = 16;
/** A passing fault repeats the whole batch, so it is not large. */
const BATCH_SIZE = 200;
const BACK_OFF: BackOff = { firstMs: 1000, longestMs: 900_000 };

/**
 * A reaction whose effect is an idempotent command elsewhere: first all effects of a batch, then its checkpoint. An aggregate
 * that it cannot go on with is parked in the transaction that moves the checkpoint, and its neighbours flow.
 */
export class ReactionConsumer<T extends Topic> implements Consumer {
  readonly name: string;
  readonly topics: readonly T[];
  readonly batchSize = BATCH_SIZE;
  private readonly checkpoints: CheckpointTable;
  private readonly parked: ParkedKeys;
  private readonly seen = new Map<string, Checkpoint>();

  constructor(private readonly options: ReactionConsumerOptions<T>) {
    this.name = options.name;
    this.topics = options.topics;
    const { name: consumer } = options;
    this.checkpoints = new CheckpointTable({ table: 'consumer_checkpoint', owner: { consumer }, consumer });
    this.parked = new ParkedKeys(consumer);
  }

  async checkpoint(source: string): Promise<Checkpoint | undefined> {
    const found = await this.checkpoints.find(this.options.database, source);
    if (found) this.seen.set(source, found);
    else this.seen.delete(source);
    return found;
  }

  async handle(batch: FeedBatch): Promise<void> {
    const { database, backOff = BACK_OFF } = this.options;
    const { source, epoch, position } = batch;
    const toPark = await this.react(batch);
    const reached = { epoch, position };
    const move = (client: Parameters<CheckpointTable['move']>[0]): Promise<void> =>
      this.checkpoints.move(client, source, this.seen.get(source), reached);
    if (toPark.length === 0) await move(database);
    else {
      await inTransaction(database, async (client) => {
        await move(client);
        await this.parked.park(client, toPark, backOff.firstMs);
      });
    }
    this.seen.set(source, reached);
  }

  /** Tries what is parked again. */
  meanwhile(signal: AbortSignal): Promise<void> {
    const { name: consumer, options } = this;
    const { database, logger, handle, backOff = BACK_OFF } = options;
    const take = async (key: string, text: string): Promise<void> => {
      const topic = key.slice(0, key.indexOf('/')) as T;
      await handle(readStructured(topic, text).event);
    };
    return new Drainer({ consumer, database, logger, backOff, take }).run(signal);
  }

  /** Makes happen what can; answers what must wait, in order. @throws what would fail for any event now */
  private async react({ events, positions }: FeedBatch): Promise<readonly ToPark[]> {
    const { handle, concurrency = CONCURRENCY, database, logger } = this.options;
    const placed = events.map((event, at): PlacedEvent<T> => ({
      event: event as FeedEvent<T>,
      position: positions[at]!,
    }));
    const keys = [...new Set(events.map(aggregateOf))];
    const behind = await this.parked.among(database, keys);
    const waiting = new Map<string, { events: PlacedEvent<T>[]; error?: string }>();
    await byAggregate(placed, concurrency, async (one) => {
      const key = aggregateOf(one.event);
      const queue = waiting.get(key);
      if (queue) return void queue.events.push(one);
      if (behind.has(key)) return void waiting.set(key, { events: [one] });
      try {
        await handle(one.event);
      } catch (error) {
        if (isPassing(error)) throw error;
        const reason = reasonOf(error);
        logger.error(
          { error, consumer: this.name, key, eventId: one.event.id },
          'An event cannot be handled: its aggregate is parked',
        );
        waiting.set(key, { events: [one], error: reason });
      }
    });
    return [...waiting].map(([key, { events: those, error }]) => ({
      key,
      events: those.map((one) => ({ position: one.position, text: toStructured(one) })),
      ...(error !== undefined && { error }),
    }));
  }
}
