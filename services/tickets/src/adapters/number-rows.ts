import type { Cursor } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import type { Pool } from 'pg';

/** The last number given out in each tenant, and the place in the ledger up to which they are known to be the highest. */
export class NumberRows {
  constructor(private readonly database: Pool) {}

  /** Takes so many numbers and answers the last of them; undefined where the tenant has no row. */
  async take(tenant: TenantId, count: number): Promise<number | undefined> {
    const { rows } = await this.database.query<{ last_number: string }>({
      name: 'take ticket numbers',
      text: 'UPDATE ticket_number SET last_number = last_number + $2 WHERE tenant_id = $1 RETURNING last_number',
      values: [tenant, count],
    });
    return rows[0] && Number(rows[0].last_number);
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
