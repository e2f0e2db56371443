import {
  grantLedgerRights,
  ledgerSchema,
  PostgresEventStore,
  type LedgerRights,
  type PostgresEventStoreOptions,
} from '@ledgerdesk/event-store';
import { migrate } from '@ledgerdesk/postgres';
import type { TestPostgres } from '@ledgerdesk/testing';
import pg from 'pg';

const PASSWORD = 'of-a-service';
/** Longer than anything takes, on a busy machine too: what is late is a spec's own wish. */
const PATIENT_MS = 60_000;

/** A ledger in a database of its own, with the roles of some services. */
export interface ServiceLedger {
  readonly database: string;
  /** As its owner. */
  readonly admin: string;
  urlOf(role: string): string;
  store(role: string, options?: Partial<PostgresEventStoreOptions>): PostgresEventStore;
  /** A session of its own as a role, or as the owner where none is named. */
  session(role?: string, options?: pg.ClientConfig): Promise<pg.Client>;
  /** Closes all stores and sessions. */
  close(): Promise<void>;
}

let databases = 0;

/** Makes a ledger on the server; roles are made where they are missing. */
export async function aLedger(
  postgres: TestPostgres,
  rights: Readonly<Record<string, LedgerRights>>,
): Promise<ServiceLedger> {
  const database = `ledger_${(databases += 1)}`;
  const admin = await postgres.createDatabase(database);
  await migrate(admin, ledgerSchema);
  for (const [role, granted] of Object.entries(rights)) {
    const { rowCount } = await postgres.query(`SELECT FROM pg_roles WHERE rolname = '${role}'`);
    if (!rowCount) await postgres.query(`CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
    await grantLedgerRights(admin, role, granted);
  }
  const open: { close(): Promise<void> }[] = [];
  const urlOf = (role: string): string => postgres.urlOf(database, role, PASSWORD);
  return {
    database,
    admin,
    urlOf,
    store: (role, options = {}) => {
      const store = new PostgresEventStore({ url: urlOf(role), appendTimeoutMs: PATIENT_MS, ...options });
      open.push(store);
      return store;
    },
    session: async (role, options = {}) => {
      const client = new pg.Client({ connectionString: role === undefined ? admin : urlOf(role), ...options });
      // A server that is stopped under a session says so here.
      client.on('error', () => undefined);
      await client.connect();
      open.push({ close: () => client.end() });
      return client;
    },
    close: async () => void (await Promise.all(open.splice(0).map((one) => one.close()))),
  };
}
