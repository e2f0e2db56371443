import {
  grantLedgerRights,
  InMemoryEventStore,
  InMemoryLedger,
  ledgerSchema,
  PostgresEventStore,
  type EventStore,
} from '@ledgerdesk/event-store';
import { migrate } from '@ledgerdesk/postgres';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { accessService } from '../../src/access.module.ts';

const { categories } = accessService;

/** A ledger on which a service can be started anew, as after a crash. */
export interface SpecLedger {
  open(): EventStore;
  stop(): Promise<void>;
}

export const inMemory = (): Promise<SpecLedger> => {
  const ledger = new InMemoryLedger();
  const open = () => new InMemoryEventStore({ ledger, categories });
  return Promise.resolve({ open, stop: () => Promise.resolve() });
};

/** As the role of access, with its rights and no others. */
export async function onPostgres(): Promise<SpecLedger> {
  const postgres = await startPostgres();
  await postgres.query(`CREATE ROLE access LOGIN PASSWORD 'of-a-spec'`);
  const admin = await postgres.createDatabase('ledger');
  await migrate(admin, ledgerSchema);
  await grantLedgerRights(admin, 'access', { categories });
  return new PostgresLedger(postgres);
}

class PostgresLedger implements SpecLedger {
  private readonly opened: EventStore[] = [];

  constructor(private readonly postgres: TestPostgres) {}

  open(): EventStore {
    const url = this.postgres.urlOf('ledger', 'access', 'of-a-spec');
    const store = new PostgresEventStore({ url, appendTimeoutMs: 60_000 });
    this.opened.push(store);
    return store;
  }

  async stop(): Promise<void> {
    await Promise.all(this.opened.map((store) => store.close()));
    await this.postgres.stop();
  }
}
