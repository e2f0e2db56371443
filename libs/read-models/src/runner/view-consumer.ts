import type { Topic } from '@ledgerdesk/contracts';
import type { KeyRing, Place } from '@ledgerdesk/event-store';
import { untilAborted } from '@ledgerdesk/kernel';
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
import { isOfTheData, withBorrowed } from '@ledgerdesk/postgres';
import type { Pool, PoolClient } from 'pg';
import { inOneWrite } from '../database/in-one-write.ts';
import { TouchedRows, type TouchedRow } from '../fold/touched-rows.ts';
import type { ViewChange } from '../port/views.ts';
import { assertNoNewer, liveVersion } from '../table/live-version.ts';
import type { ViewTable } from '../table/view-table.ts';
import { changesOf } from './changes-of.ts';
import { checkpointsOf } from './checkpoints.ts';
import { consumerName } from './consumer-name.ts';
import { foldAll, foldApart } from './fold-batch.ts';
import { BEGIN, KeptRows } from './kept-rows.ts';
import { openedTouches } from './opened-touches.ts';
import { TakingOver } from './taking-over.ts';

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
  /** Whether queries see this version already. */
  readonly shown: boolean;
  /** Hears of what queries can see now, and where the view stands where it has moved. */
  readonly onCommit: (changes: readonly ViewChange[], stand?: Stand) => void;
  /** Resolves while somebody waits for the view, or when the signal says stop. */
  readonly awaited?: (signal: AbortSignal) => Promise<void>;
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
  private readonly takingOver: TakingOver;
  private shown: boolean;

  constructor(private readonly options: ViewConsumerOptions) {
    const { service, table, database, logger, backOff } = options;
    this.name = consumerName(service, table.view);
    this.topics = table.groups.map(({ topic }) => topic);
    this.checkpoints = checkpointsOf(table.view);
    this.kept = new KeptRows(table);
    const take = (placed: PlacedEvent): Promise<void> => this.takeParked(placed);
    this.parking = new Parking({ consumer: this.name, database, logger, backOff, take });
    const shown = (client: Pool | PoolClient): Promise<number | undefined> => this.assertNotSuperseded(client);
    this.takingOver = new TakingOver({ service, table, database, shown });
    this.shown = options.shown;
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

  awaited(signal: AbortSignal): Promise<void> {
    return this.options.awaited?.(signal) ?? untilAborted(signal);
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
    this.shown ||= await this.takingOver.attempt();
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
    if (!this.shown) await this.assertNotSuperseded(this.options.database);
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
    const { table } = this.options;
    const live = await liveVersion(client, table);
    try {
      assertNoNewer(table, live);
      return live;
    } catch (error) {
      this.shown = true;
      throw error;
    }
  }

  /** What queries can see of it. */
  private changes(place: Place, rows: TouchedRows): readonly ViewChange[] {
    return this.live ? changesOf(this.options.table.view, place, rows.changed) : [];
  }
}
