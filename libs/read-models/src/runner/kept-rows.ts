import type { QueryArrayResult, PoolClient } from 'pg';
import type { TouchedRow, TouchedRows } from '../fold/touched-rows.ts';
import { writtenRow } from '../fold/written-row.ts';
import { ALL_TENANTS, TENANT_SETTING } from '../table/create-table.ts';
import { statementsOf } from '../table/statements.ts';
import type { ViewTable } from '../table/view-table.ts';
import { TEXTS } from './texts.ts';

/**
 * What is lost in a crash of the server is lost together, rows and checkpoint, and comes again: no commit need wait for the
 * disk. Each batch is planned for the table as it is now: a plan made while it is small, when any index or a scan of all will
 * do, would be kept when it has grown.
 */
export const BEGIN = `BEGIN; SET LOCAL synchronous_commit = off; SET LOCAL plan_cache_mode = force_custom_plan;
  SET LOCAL ${TENANT_SETTING} = '${ALL_TENANTS}'`;

type Texts = (string | null)[];
type Found = Pick<QueryArrayResult<Texts>, 'rows'>;

interface Named {
  readonly name: string;
  readonly text: string;
}

const turnOf = (table: string, kind: '' | '_shared' = ''): string =>
  `SELECT pg_advisory_xact_lock${kind}(hashtextextended(current_schema() || '.${table}', 0))`;

/** Until the transaction ends nobody is in the midst of a batch for that table of a view. */
export const takeTurnAloneAt = (client: Pick<PoolClient, 'query'>, table: string): Promise<unknown> =>
  client.query(turnOf(table));

/** The rows of one version of a view, as transactions under `BEGIN` read and write them. */
export class KeptRows {
  private readonly statements: Readonly<Record<'read' | 'write' | 'alone' | 'among others', Named>>;

  constructor(private readonly table: ViewTable) {
    const { read, write } = statementsOf(table);
    this.statements = {
      read: this.named('read', read),
      write: this.named('write', write),
      alone: this.named('alone', turnOf(table.table)),
      'among others': this.named('among', turnOf(table.table, '_shared')),
    };
  }

  /**
   * Before anything is read: a row that is written is as it was read. Of one aggregate nobody else writes at the same time; a
   * row of several may be written from another partition, and what was parked is written beside all of them.
   */
  takeTurn(client: PoolClient, rows: TouchedRows, parked = false): Promise<unknown> {
    const shared = rows.touches.some(
      ({ group, rows: { length } }) => length > 0 && this.table.groups[group]!.applied.several,
    );
    return shared || parked ? this.takeTurnAlone(client) : client.query(this.statements['among others']);
  }

  /** Until the transaction ends nobody else is in the midst of a batch. */
  takeTurnAlone(client: PoolClient): Promise<unknown> {
    return client.query(this.statements.alone);
  }

  read(client: PoolClient, rows: TouchedRows): Promise<Found> {
    const { all } = rows;
    if (all.length === 0) return Promise.resolve({ rows: [] });
    const values = [all.map(({ tenant }) => tenant), all.map(({ id }) => id)];
    return client.query<Texts>({ ...this.statements.read, rowMode: 'array', types: TEXTS, values });
  }

  write(client: PoolClient, changed: readonly TouchedRow[]): Promise<unknown> {
    if (changed.length === 0) return Promise.resolve();
    const written = JSON.stringify(changed.map((row) => writtenRow(this.table, row)));
    return client.query({ ...this.statements.write, values: [written] });
  }

  private named(name: string, text: string): Named {
    return { name: `${this.table.table}.${name}`, text };
  }
}
