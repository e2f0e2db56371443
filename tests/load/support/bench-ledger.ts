import { grantLedgerRights, ledgerSchema, PostgresEventStore } from '@ledgerdesk/event-store';
import { migrate } from '@ledgerdesk/postgres';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';

/** A durable PostgreSQL with a ledger, and a service's way into it. */
export interface BenchLedger {
  readonly postgres: TestPostgres;
  /** The ledger's database as the superuser: where the reference works. */
  readonly url: string;
  readonly store: PostgresEventStore;
}

/** Starts a ledger of a bench's own, and ends it after the work. */
export async function withLedger<Result>(work: (ledger: BenchLedger) => Promise<Result>): Promise<Result> {
  const postgres = await startPostgres({ durable: true });
  try {
    const url = await postgres.createDatabase('ledger');
    await migrate(url, ledgerSchema);
    await postgres.query(`CREATE ROLE bench LOGIN PASSWORD 'bench'`);
    await grantLedgerRights(url, 'bench', { categories: ['ticket'], readAll: true });
    const store = new PostgresEventStore({ url: postgres.urlOf('ledger', 'bench', 'bench') });
    try {
      return await work({ postgres, url, store });
    } finally {
      await store.close();
    }
  } finally {
    await postgres.stop();
  }
}
