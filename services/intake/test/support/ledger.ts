import { grantLedgerRights, ledgerSchema, PostgresEventStore } from '@ledgerdesk/event-store';
import { migrate } from '@ledgerdesk/postgres';
import type { TestPostgres } from '@ledgerdesk/testing';

/** A ledger in PostgreSQL, as the role of this service. */
export async function intakeLedger(postgres: TestPostgres): Promise<PostgresEventStore> {
  const admin = await postgres.createDatabase('ledger');
  await migrate(admin, ledgerSchema);
  await postgres.query(`CREATE ROLE intake LOGIN PASSWORD 'of-a-spec'`);
  await grantLedgerRights(admin, 'intake', { categories: ['submission'] });
  return new PostgresEventStore({ url: postgres.urlOf('ledger', 'intake', 'of-a-spec'), appendTimeoutMs: 60_000 });
}
