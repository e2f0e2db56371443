import type { Topic } from '@ledgerdesk/contracts';
import type { KeyRing, Place } from '@ledgerdesk/event-store';
import {
  leavesOut,
  Parking,
  placedEvents,
  type BackOff,
  type Checkpoint,
  type CheckpointTable,
  type Consumer,
  type FeedBatch,
  type FeedLogger,
  type PlacedEvent,
  type Waiting,
} from '@ledgerdesk/messaging';
import type { Pool, PoolClient } from 'pg';
import { withBorrowed } from '../database/borrow.ts';
import { inOneWrite } from '../database/in-one-write.ts';
import { TouchedRows, type TouchedRow } from '../fold/touched-rows.ts';
import type { ViewChange } from '../port/views.ts';
import { takeTurns } from '../table/create-table.ts';
import { assertNoNewer, liveVersion } from '../table/live-version.ts';
import { swapVersion } from '../table/swap-version.ts';
import type { ViewTable } from '../table/view-table.ts';
import { changesOf } from './changes-of.ts';
import { checkpointsOf, standsOf } from './checkpoints.ts';
import { consumerName } from './consumer-name.ts';
import type { Stands } from './filled.ts';
import { foldAll, foldApart } from './fold-batch.ts';
import { BEGIN, KeptRows } from './kept-rows.ts';
import { isOfTheData } from './of-the-data.ts';
import { openedTouches } from './opened-touches.ts';

/** Where a view stands in a source. */
export interface Stand {
  readonly source: string;
  readonly place: Place;
}

export interface ViewConsumerOptions {
  readonly service: string;
  readonly table: ViewTable;
  readonly database: Pool;
  readonly keyRing: Pick<KeyRing, 'find'>;
  readonly logger: FeedLogger;
  /** When the first event of a parked aggregate is tried again. */
  readonly backOff?: BackOff | undefined;
  /** Where queries see an older version: whether they shall see this one, by how far it has come. Absent where they do. */
  readonly filledBy?: (stands: Stands) => boolean;
  /** Hears of what queries can see now, and where the view stands where it has moved. */
  readonly onCommit: (changes: readonly ViewChange[], stand?: Stand) => void;
  /** Queries see a newer version, of a newer program. */
  readonly onSuperseded: () => void;
}

/** The more events of a row come together, the fewer writes it takes. */
const BATCH_SIZE = 2000;

/**
 * Keeps one version of a view: a batch is one transaction of its rows and its checkpoint. An aggregate whose event cannot be
 * placed, folded or stored is parked in the same transaction: its rows stay as they were, and the others go on.
 */
export class ViewConsumer implements Consumer {
  readonly name: string;
  readonly topics: readonly Topic[];
  readonly batchSize = BATCH_SIZE;
  private readonly checkpoints: CheckpointTable;
  private readonly kept: KeptRows;
  private readonly parking: Parking;
  private shown: boolean;

  constructor(private readonly options: ViewConsumerOptions) {
    const { service, table, database, logger, backOff } = options;
    this.name = consumerName(service, table.view);
    this.topics = table.groups.map(({ topic }) => topic);
    this.checkpoints = checkpointsOf(table.view);
    this.kept = new KeptRows(table);
    const take = (placed: PlacedEvent): Promise<void> => this.takeParked(placed);
    this.parking = new Parking({ consumer: this.name, database, logger, backOff, take });
    this.shown = options.filledBy === undefined;
  }

  /** Whether queries see its rows. */
  get live(): boolean {
    return this.shown;
  }

  async checkpoint(source: string): Promise<Checkpoint | undefined> {
    await this.assertNotSuperseded(this.options.database);
    return this.checkpoints.find(this.options.database, source);
  }

  async handle(batch: FeedBatch): Promise<void> {
    try {
      await this.keep(batch, 'together');
    } catch (error) {
      if (!isOfTheData(error)) throw error;
      await this.keep(batch, 'apart');
    }
  }

  /** Tries what is parked again. */
  meanwhile(signal: AbortSignal): Promise<void> {
    return this.parking.drain(signal);
  }

  /**
   * Has queries see it, once it is filled: by this process or by others that keep it. Where another has had them do so already,
   * finds that out. @throws SupersededConsumerError
   */
  async showIfFilled(): Promise<void> {
    const { database, table, service, filledBy } = this.options;
    if (this.shown || !filledBy?.(await standsOf(database, table.view))) return;
    await withBorrowed(database, async (client) => {
      await client.query(BEGIN);
      // Before anything else is held: whoever has the turn waits for those who hold this view's tables.
      await takeTurns(client);
      const seen = await this.assertNotSuperseded(client);
      if (seen !== table.view.version) await swapVersion(client, table, service);
      await client.query('COMMIT');
    });
    this.shown = true;
  }

  /** Stores a batch: what it makes of all rows in one statement, or each event by itself. */
  private async keep(batch: FeedBatch, events: 'together' | 'apart'): Promise<void> {
    const rows = new TouchedRows(this.options.table, placedEvents(batch));
    const opened = await openedTouches(this.options.keyRing, rows);
    const waiting = await withBorrowed(this.options.database, async (client) => {
      const found = await this.begin(client, batch, rows);
      const folding = { rows, opened, waiting: found };
      if (events === 'together') foldAll(folding);
      else await foldApart(client, this.kept, folding);
      await this.end(client, batch, { waiting: found, changed: events === 'together' ? rows.changed : [] });
      return found;
    });
    const place = { epoch: batch.epoch, position: batch.position };
    this.checkpoints.moved(batch.source, place);
    this.parking.stored(waiting);
    await this.showIfFilled();
    this.options.onCommit(this.changes(place, rows), { source: batch.source, place });
  }

  /** First way to the database and back: the checkpoint is moved, and whoever owns it beside us waits; the rows come. */
  private async begin(client: PoolClient, batch: FeedBatch, rows: TouchedRows): Promise<Waiting> {
    const { source, epoch, position } = batch;
    const answers = inOneWrite(
      client,
      () =>
        [
          client.query(BEGIN),
          this.kept.takeTurn(client, rows),
          this.checkpoints.move(client, source, { epoch, position }),
          this.kept.read(client, rows),
          this.parking.find(client, batch),
        ] as const,
    );
    const [, , , found, waiting] = await Promise.all(answers);
    for (const row of found.rows) rows.load(row);
    return waiting;
  }

  /** Second way: the rows go, and the commit with them. */
  private async end(
    client: PoolClient,
    batch: FeedBatch,
    { waiting, changed }: { readonly waiting: Waiting; readonly changed: readonly TouchedRow[] },
  ): Promise<void> {
    if (leavesOut(batch, waiting)) await this.parking.store(client, batch, waiting);
    await Promise.all(inOneWrite(client, () => [this.kept.write(client, changed), client.query('COMMIT')]));
  }

  /** An event that was parked, by itself: what was applied before changes nothing, so that it may come again. */
  private async takeParked(placed: PlacedEvent): Promise<void> {
    const rows = new TouchedRows(this.options.table, [placed]);
    const opened = await openedTouches(this.options.keyRing, rows);
    await withBorrowed(this.options.database, async (client) => {
      const answers = inOneWrite(
        client,
        () => [client.query(BEGIN), this.kept.takeTurn(client, rows, true), this.kept.read(client, rows)] as const,
      );
      const [, , found] = await Promise.all(answers);
      for (const row of found.rows) rows.load(row);
      for (const touch of rows.touches) rows.fold(touch, opened.get(touch));
      await Promise.all(inOneWrite(client, () => [this.kept.write(client, rows.changed), client.query('COMMIT')]));
    });
    const { event, position } = placed;
    this.options.onCommit(this.changes({ epoch: event.epoch, position }, rows));
  }

  /** Answers the version that queries see. Asked whenever a batch has failed, too: whoever swaps takes the table away under the consumers of older versions. */
  private async assertNotSuperseded(client: Pool | PoolClient): Promise<number | undefined> {
    const { table, onSuperseded } = this.options;
    const live = await liveVersion(client, table);
    try {
      assertNoNewer(table, live);
      return live;
    } catch (error) {
      this.shown = true;
      onSuperseded();
      throw error;
    }
  }

  /** What queries can see of it. */
  private changes(place: Place, rows: TouchedRows): readonly ViewChange[] {
    return this.live ? changesOf(this.options.table.view, place, rows.changed) : [];
  }
}
