import { topics, type Topic } from '@ledgerdesk/contracts';
import type { TenantId } from '@ledgerdesk/kernel';
import {
  CheckpointTable,
  inTransaction,
  leavesOut,
  Parking,
  placedEvents,
  type BackOff,
  type Checkpoint,
  type Consumer,
  type FeedBatch,
  type FeedLogger,
  type PlacedEvent,
  type Waiting,
} from '@ledgerdesk/messaging';
import type { Pool } from 'pg';
import { inStead, toStore } from './from-the-future.ts';
import { BEGIN_BATCH, storeEvents, storeLate, type ToStore } from './stored-events.ts';

/** Names its checkpoint, and so where the log ends. */
export const EVENT_LOG = 'gateway.event-log';

export interface EventLogConsumerOptions {
  /** The gateway's read database. */
  readonly database: Pool;
  readonly logger: FeedLogger;
  /** Hears of what readers can see now, and up to where a source was stored where that has moved. */
  readonly onCommit: (tenants: ReadonlySet<TenantId>, moved?: { source: string; position: bigint }) => void;
  readonly backOff?: BackOff | undefined;
}

const BATCH_SIZE = 1000;

/**
 * Keeps the log of public events: a batch is one transaction of its rows and its checkpoint, so that what is in the log of a
 * partition is all of it up to the checkpoint. A broken record parks its aggregate; what is drained comes late, each event of it.
 */
export class EventLogConsumer implements Consumer {
  readonly name = EVENT_LOG;
  readonly topics = Object.keys(topics) as Topic[];
  readonly batchSize = BATCH_SIZE;
  private readonly checkpoints = new CheckpointTable({
    table: 'consumer_checkpoint',
    owner: { consumer: EVENT_LOG },
    consumer: EVENT_LOG,
  });
  private readonly parking: Parking;

  constructor(private readonly options: EventLogConsumerOptions) {
    const { database, logger, backOff } = options;
    const take = (placed: PlacedEvent): Promise<void> => this.takeLate(placed);
    this.parking = new Parking({ consumer: this.name, database, logger, backOff, take, takesUnknown: true });
  }

  checkpoint(source: string): Promise<Checkpoint | undefined> {
    return this.checkpoints.find(this.options.database, source);
  }

  async handle(batch: FeedBatch): Promise<void> {
    const { database, onCommit } = this.options;
    const { source, epoch, position } = batch;
    const waiting = await this.parking.find(database, batch);
    const events = storedOf(batch, waiting);
    await inTransaction(database, async (client) => {
      await client.query(BEGIN_BATCH);
      await this.checkpoints.move(client, source, batch);
      await storeEvents(client, epoch, events);
      if (leavesOut(batch, waiting)) await this.parking.store(client, batch, waiting);
    });
    this.checkpoints.moved(source, batch);
    this.parking.stored(waiting);
    onCommit(new Set(events.map(({ about }) => about.tenant)), { source, position });
  }

  /** Tries what is parked again. */
  meanwhile(signal: AbortSignal): Promise<void> {
    return this.parking.drain(signal);
  }

  private async takeLate(placed: PlacedEvent): Promise<void> {
    const { database, onCommit } = this.options;
    const { epoch, tenant } = placed.event;
    await inTransaction(database, (client) => storeLate(client, epoch, toStore(placed)));
    onCommit(new Set([tenant]));
  }
}

/** What of a batch goes into the log: all but what waits, and of what is from the future that it was there. */
function storedOf(batch: FeedBatch, waiting: Waiting): readonly ToStore[] {
  return inOrder(batch)
    .filter((placed) => !waiting.behind(placed))
    .map(toStore);
}

function inOrder(batch: FeedBatch): readonly PlacedEvent[] {
  const { epoch, passedOver = [] } = batch;
  const future = passedOver.filter(({ unknown }) => unknown === 'type').map((passed) => inStead(passed, epoch));
  if (future.length === 0) return placedEvents(batch);
  return [...placedEvents(batch), ...future].sort((a, b) => (a.position < b.position ? -1 : 1));
}
