import { PostgresEventStore } from '@ledgerdesk/event-store';
import { asRole, LEDGER, TAILER, type RoleAddresses } from '../wiring/databases.ts';

/** Work with the ledger, as the role that may read all of it. */
export async function withLedger<Result>(
  addresses: RoleAddresses,
  work: (eventStore: PostgresEventStore) => Promise<Result>,
): Promise<Result> {
  const eventStore = new PostgresEventStore({
    url: asRole(addresses, { database: LEDGER, service: TAILER }),
    applicationName: 'ledgerdesk views',
    readConnections: 2,
  });
  try {
    return await work(eventStore);
  } finally {
    await eventStore.close();
  }
}
