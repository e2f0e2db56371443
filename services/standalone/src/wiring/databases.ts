import { grantKeyRights, grantLedgerRights, keysSchema, ledgerSchema } from '@ledgerdesk/event-store';
import { schemaOf, type ServiceDatabases, type ServiceDefinition } from '@ledgerdesk/platform';
import { admit, ensureDatabase, ensureOwnSchema, ensureRole, migrate, withClient } from '@ledgerdesk/postgres';

export const LEDGER = 'ledgerdesk_ledger';
export const KEYS = 'ledgerdesk_keys';
/** All services' read databases: a schema each. */
export const READ = 'ledgerdesk_read';

/** The PostgreSQL that holds everything, as somebody who may make roles and databases. */
export interface Administration {
  readonly url: (database: string) => string;
  readonly passwordOf: (role: string) => string;
  /** Refuses a role that belongs to another installation. */
  readonly assertOurs: (role: string) => Promise<void>;
}

/** What the address of a role is made of. */
export type RoleAddresses = Pick<Administration, 'url' | 'passwordOf'>;

export const roleOf = (service: string): string => `ledgerdesk_${service}`;

/** Reads the ledger once for all services. */
export const TAILER = 'tailer';

/**
 * Brings all databases to this program's release: roles, databases, migrations, rights. What is there already is left as
 * it is. @throws SchemaReleaseError for a database of a newer release
 */
export async function prepareDatabases(admin: Administration, services: readonly ServiceDefinition[]): Promise<void> {
  const roles = [...services.map(({ name }) => name), TAILER].map(roleOf);
  for (const role of roles) await admin.assertOurs(role);
  await withClient(admin.url('postgres'), async (client) => {
    for (const database of [LEDGER, KEYS, READ]) await ensureDatabase(client, database);
    for (const role of roles) {
      await ensureRole(client, { name: role, password: admin.passwordOf(role) });
      for (const database of [LEDGER, KEYS, READ]) await admit(client, database, role);
    }
  });
  await Promise.all([prepareLedger(admin, services), prepareKeys(admin, services), prepareReading(admin, services)]);
}

async function prepareLedger(admin: Administration, services: readonly ServiceDefinition[]): Promise<void> {
  await migrate(admin.url(LEDGER), ledgerSchema);
  for (const { name, categories } of services) {
    await grantLedgerRights(admin.url(LEDGER), roleOf(name), { categories });
  }
  await grantLedgerRights(admin.url(LEDGER), roleOf(TAILER), { categories: [], readAll: true });
}

async function prepareKeys(admin: Administration, services: readonly ServiceDefinition[]): Promise<void> {
  await migrate(admin.url(KEYS), keysSchema);
  for (const { name } of services) await grantKeyRights(admin.url(KEYS), roleOf(name), { erase: name === 'access' });
}

async function prepareReading(admin: Administration, services: readonly ServiceDefinition[]): Promise<void> {
  await withClient(admin.url(READ), async (client) => {
    for (const { name } of services) await ensureOwnSchema(client, READ, name, roleOf(name));
  });
  for (const service of services) {
    await migrate(asRole(admin, { database: READ, service: service.name }), schemaOf(service));
  }
}

/** A service's databases, as its own role. */
export const databasesOf = (admin: RoleAddresses, service: string): ServiceDatabases => ({
  ledgerUrl: asRole(admin, { database: LEDGER, service }),
  keysUrl: asRole(admin, { database: KEYS, service }),
  readUrl: asRole(admin, { database: READ, service }),
});

/** The address of a database as a service's own role. */
export function asRole(admin: RoleAddresses, { database, service }: { database: string; service: string }): string {
  const url = new URL(admin.url(database));
  url.username = roleOf(service);
  url.password = admin.passwordOf(roleOf(service));
  return url.href;
}
