import type { Topic } from '@ledgerdesk/contracts';
import type { Pool } from 'pg';
import type { FeedEvent } from '../port/feed-event.ts';
import type { Checkpoint, Consumer, FeedBatch } from '../port/feed.ts';
import { byAggregate } from './by-aggregate.ts';
import { CheckpointTable } from './checkpoint-table.ts';

export interface ReactionConsumerOptions<T extends Topic> {
  /** Immutable: `<service>.<reaction>`. */
  readonly name: string;
  readonly topics: readonly T[];
  /** The service's own, its schema first in the search path; see `consumerMigrations`. */
  readonly database: Pool;
  /** Idempotent: an event may come again. A throw means that it must. */
  readonly handle: (event: FeedEvent<T>) => Promise<void>;
  /** So many aggregates at once. */
  readonly concurrency?: number;
}

const CONCURRENCY = 16;
/** A failure repeats the whole batch, so it is not large. */
const BATCH_SIZE = 200;

/** A reaction whose effect is an idempotent command elsewhere: first all effects of a batch, then its checkpoint. */
export class ReactionConsumer<T extends Topic> implements Consumer {
  readonly name: string;
  readonly topics: readonly T[];
  readonly batchSize = BATCH_SIZE;
  private readonly checkpoints: CheckpointTable;
  private readonly seen = new Map<string, Checkpoint>();

  constructor(private readonly options: ReactionConsumerOptions<T>) {
    this.name = options.name;
    this.topics = options.topics;
    this.checkpoints = new CheckpointTable(options.database);
  }

  async checkpoint(source: string): Promise<Checkpoint | undefined> {
    const found = await this.checkpoints.find({ consumer: this.name, source });
    if (found) this.seen.set(source, found);
    else this.seen.delete(source);
    return found;
  }

  async handle({ source, epoch, position, events }: FeedBatch): Promise<void> {
    const { handle, concurrency = CONCURRENCY } = this.options;
    await byAggregate(events as readonly FeedEvent<T>[], concurrency, handle);
    const reached = { epoch, position };
    await this.checkpoints.move({ consumer: this.name, source }, this.seen.get(source), reached);
    this.seen.set(source, reached);
  }
}
