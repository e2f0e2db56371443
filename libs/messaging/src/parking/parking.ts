import type { ClientBase, Pool } from 'pg';
import { aggregateOf } from '../consumer/by-aggregate.ts';
import { rememberPassedOver } from '../consumer/passed-over-table.ts';
import type { BackOff } from '../delivery/back-off.ts';
import type { FeedBatch } from '../port/feed.ts';
import { newlyBroken } from './broken-records.ts';
import { Drainer, type DrainerOptions } from './drainer.ts';
import { ParkedKeys } from './parked-keys.ts';
import { Waiting } from './waiting.ts';

type Database = Pick<Pool | ClientBase, 'query'>;

const BACK_OFF: BackOff = { firstMs: 1000, longestMs: 900_000 };

export type ParkingOptions = Omit<DrainerOptions, 'backOff'> & { readonly backOff?: BackOff | undefined };

/** What a consumer leaves out of its batches: what it parks and tries again, and what it passes over and remembers. */
export class Parking {
  private readonly keys: ParkedKeys;
  private readonly drainer: Drainer;
  private readonly backOff: BackOff;

  constructor(private readonly options: ParkingOptions) {
    this.backOff = options.backOff ?? BACK_OFF;
    this.keys = new ParkedKeys(options.consumer);
    this.drainer = new Drainer({ ...options, backOff: this.backOff });
  }

  /** What of a batch waits whatever its handler would make of it. Asked in one go, so that it may travel with other questions. */
  async find(database: Database, { events, passedOver = [], broken = [] }: FeedBatch): Promise<Waiting> {
    const said = [...events, ...passedOver];
    const keys = (): readonly string[] => [...new Set(said.map(aggregateOf))];
    const parked = said.length > 0 ? this.keys.among(database, keys) : new Set<string>();
    const news = broken.length > 0 ? newlyBroken(database, this.options.consumer, broken) : [];
    const found = await Promise.all([parked, news]);
    return new Waiting(...found);
  }

  /** Stores it, in the transaction that moves the checkpoint past the batch. */
  async store(database: Database, { epoch, passedOver = [] }: FeedBatch, { queues }: Waiting): Promise<void> {
    await rememberPassedOver(database, this.options.consumer, passedOver);
    await this.keys.park(database, { queues, epoch, inMs: this.backOff.firstMs });
  }

  /** After that transaction. */
  stored({ queues }: Waiting): void {
    if (queues.size > 0) this.drainer.wake();
    const { consumer, logger } = this.options;
    for (const [key, { fault, events }] of queues) {
      if (!fault) continue;
      const eventId = events[0]?.event.id;
      logger.error(
        { error: fault.thrown, consumer, key, eventId },
        'An event cannot be taken: its aggregate is parked',
      );
    }
  }

  /** Tries what is parked again, until the signal says stop. Never rejects. */
  drain(signal: AbortSignal): Promise<void> {
    return this.drainer.run(signal);
  }
}

/** Whether there is anything to store of a batch beside its checkpoint. */
export const leavesOut = ({ passedOver = [] }: FeedBatch, { queues }: Waiting): boolean =>
  passedOver.length > 0 || queues.size > 0;
