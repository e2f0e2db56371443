import type { Cursor } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import type { Pool } from 'pg';

/** A row as it stands after numbers were taken from it. */
export interface NumberRow {
  readonly last: number;
  /** Of the row in PostgreSQL, which has another one once anybody has touched it. */
  readonly version: string;
}

/** The last number given out in each tenant, and the place in the ledger up to which they are known to be the highest. */
export class NumberRows {
  constructor(private readonly database: Pool) {}

  /** Takes so many numbers and answers the row after it; undefined where the tenant has none. */
  async take(tenant: TenantId, count: number): Promise<NumberRow | undefined> {
    const { rows } = await this.database.query<{ last_number: string; version: string }>({
      name: 'take ticket numbers',
      text: `UPDATE ticket_number SET last_number = last_number + $2 WHERE tenant_id = $1
        RETURNING last_number, xmin::text AS version`,
      values: [tenant, count],
    });
    return rows[0] && { last: Number(rows[0].last_number), version: rows[0].version };
  }

  /** Takes the last number back into a row that nobody has touched since. */
  async giveBack(tenant: TenantId, { last, version }: NumberRow): Promise<void> {
    await this.database.query(
      `UPDATE ticket_number SET last_number = last_number - 1
       WHERE tenant_id = $1 AND last_number = $2 AND xmin = $3::text::xid`,
      [tenant, last, version],
    );
  }

  /** Makes a tenant's row, unless somebody was faster. */
  async begin(tenant: TenantId, lastNumber: number): Promise<void> {
    await this.database.query(
      'INSERT INTO ticket_number (tenant_id, last_number) VALUES ($1, $2) ON CONFLICT (tenant_id) DO NOTHING',
      [tenant, lastNumber],
    );
  }

  /** No row stays below these numbers. */
  async raise(highest: ReadonlyMap<TenantId, number>): Promise<void> {
    await this.database.query(
      `INSERT INTO ticket_number AS kept (tenant_id, last_number) SELECT * FROM unnest($1::text[], $2::bigint[])
       ON CONFLICT (tenant_id) DO UPDATE SET last_number = greatest(kept.last_number, excluded.last_number)`,
      [[...highest.keys()], [...highest.values()]],
    );
  }

  async checkpoint(): Promise<Cursor | 'start'> {
    const { rows } = await this.database.query<{ cursor: Cursor }>('SELECT cursor FROM ticket_number_checkpoint');
    return rows[0]?.cursor ?? 'start';
  }

  async moveCheckpoint(cursor: Cursor): Promise<void> {
    await this.database.query(
      `INSERT INTO ticket_number_checkpoint (cursor) VALUES ($1) ON CONFLICT (one) DO UPDATE SET cursor = excluded.cursor`,
      [cursor],
    );
  }
}
