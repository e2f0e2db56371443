import { cursorOf, type KeyRing, type Place } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import type { Checkpoint, CheckpointTable, Consumer, FeedBatch } from '@ledgerdesk/messaging';
import type { Topic } from '@ledgerdesk/contracts';
import type { Pool, PoolClient } from 'pg';
import { borrow, endBy } from '../database/borrow.ts';
import { inOneWrite } from '../database/in-one-write.ts';
import { openedEvents } from '../fold/opened-events.ts';
import { TouchedRows, type TouchedRow } from '../fold/touched-rows.ts';
import { writtenRow } from '../fold/written-row.ts';
import type { ViewChange } from '../port/views.ts';
import { ALL_TENANTS, takeTurns, TENANT_SETTING } from '../table/create-table.ts';
import { assertNoNewer, liveVersion } from '../table/live-version.ts';
import { statementsOf, type TableStatements } from '../table/statements.ts';
import { swapVersion } from '../table/swap-version.ts';
import type { ViewTable } from '../table/view-table.ts';
import { checkpointsOf } from './checkpoints.ts';
import { TEXTS } from './texts.ts';

export interface ViewConsumerOptions {
  readonly name: string;
  readonly table: ViewTable;
  readonly database: Pool;
  readonly keyRing: Pick<KeyRing, 'find'>;
  /** Where queries see an older version: the place from which on they see this one. */
  readonly liveFrom?: bigint;
  readonly onCommit: (source: string, place: Place, changes: readonly ViewChange[]) => void;
  /** Queries see a newer version, of a newer program. */
  readonly onSuperseded: () => void;
}

/**
 * What is lost in a crash of the server is lost together, rows and checkpoint, and comes again: no commit need wait for the
 * disk.
 */
const BEGIN = `BEGIN; SET LOCAL synchronous_commit = off; SET LOCAL ${TENANT_SETTING} = '${ALL_TENANTS}'`;

type Texts = (string | null)[];
const AS_TEXTS = { rowMode: 'array', types: TEXTS } as const;
const NOTHING: { readonly rows: readonly Texts[] } = { rows: [] };

/** The more events of a row come together, the fewer writes it takes. */
const BATCH_SIZE = 2000;

/** Keeps one version of a view: a batch is one transaction of its rows and its checkpoint. */
export class ViewConsumer implements Consumer {
  readonly name: string;
  readonly topics: readonly Topic[];
  readonly batchSize = BATCH_SIZE;
  private readonly checkpoints: CheckpointTable;
  private readonly statements: TableStatements;
  private readonly seen = new Map<string, Place>();
  private liveFrom: bigint | undefined;

  constructor(private readonly options: ViewConsumerOptions) {
    this.name = options.name;
    this.topics = options.table.groups.map(({ topic }) => topic);
    this.checkpoints = checkpointsOf(options.table.view);
    this.statements = statementsOf(options.table);
    this.liveFrom = options.liveFrom;
  }

  /** Whether queries see its rows. */
  get live(): boolean {
    return this.liveFrom === undefined;
  }

  async checkpoint(source: string): Promise<Checkpoint | undefined> {
    await this.assertNotSuperseded(this.options.database);
    const found = await this.checkpoints.find(this.options.database, source);
    if (found) this.seen.set(source, found);
    else this.seen.delete(source);
    return found;
  }

  async handle(batch: FeedBatch): Promise<void> {
    const rows = new TouchedRows(this.options.table, batch.events);
    const opened = await openedEvents(this.options.keyRing, rows.events);
    const connection = await borrow(this.options.database);
    try {
      await this.begin(connection.client, batch, rows);
      rows.fold(opened);
      await this.end(connection.client, batch, rows.changed);
    } catch (error) {
      await endBy('ROLLBACK', connection);
      throw error;
    }
    connection.giveBack();
    const place = { epoch: batch.epoch, position: batch.position };
    this.seen.set(batch.source, place);
    this.options.onCommit(batch.source, place, this.live ? this.changes(place, rows.changed) : []);
  }

  /** First way to the database and back: the checkpoint is moved, and whoever owns it beside us waits; the rows come. */
  private async begin(client: PoolClient, { source, epoch, position }: FeedBatch, rows: TouchedRows): Promise<void> {
    const touched = rows.all;
    const values = [touched.map(({ tenant }) => tenant), touched.map(({ id }) => id)];
    const answers = inOneWrite(
      client,
      () =>
        [
          client.query(BEGIN),
          // Before anything else is held: whoever has the turn waits for those who hold this view's tables.
          this.isFilledBy(position) ? takeTurns(client) : undefined,
          this.checkpoints.move(client, source, this.seen.get(source), { epoch, position }),
          touched.length > 0 ? client.query<Texts>({ ...this.named('read'), ...AS_TEXTS, values }) : NOTHING,
        ] as const,
    );
    const [, , , found] = await Promise.all(answers);
    for (const row of found.rows) rows.load(row);
  }

  /** Second way: the rows go, and the commit with them. */
  private async end(client: PoolClient, { position }: FeedBatch, changed: readonly TouchedRow[]): Promise<void> {
    const { table } = this.options;
    const becomesLive = this.isFilledBy(position);
    if (becomesLive) {
      await this.assertNotSuperseded(client);
      await swapVersion(client, table);
    }
    const written = JSON.stringify(changed.map((row) => writtenRow(table, row)));
    const answers = inOneWrite(client, () => [
      changed.length > 0 ? client.query({ ...this.named('write'), values: [written] }) : undefined,
      client.query('COMMIT'),
    ]);
    await Promise.all(answers);
    if (becomesLive) this.liveFrom = undefined;
  }

  /** Whether queries see an older version, and shall see this one from that position on. */
  private isFilledBy(position: bigint): boolean {
    return this.liveFrom !== undefined && position >= this.liveFrom;
  }

  /** Asked whenever a batch has failed, too: whoever swaps takes the table away under the consumers of older versions. */
  private async assertNotSuperseded(client: Pool | PoolClient): Promise<void> {
    const { table, onSuperseded } = this.options;
    const live = await liveVersion(client, table);
    try {
      assertNoNewer(table, live);
    } catch (error) {
      this.liveFrom = undefined;
      onSuperseded();
      throw error;
    }
  }

  private named(statement: keyof TableStatements): { readonly name: string; readonly text: string } {
    return { name: `${this.options.table.table}.${statement}`, text: this.statements[statement] };
  }

  private changes(place: Place, changed: readonly TouchedRow[]): readonly ViewChange[] {
    const { name: view } = this.options.table.view;
    return [...Map.groupBy(changed, ({ tenant }) => tenant)].map(([tenant, rows]) => ({
      view,
      tenant: tenant as TenantId,
      keys: rows.map(({ id }) => id),
      cursor: cursorOf(place),
    }));
  }
}
