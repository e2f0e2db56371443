import { keysSchema, ledgerSchema } from '@ledgerdesk/event-store';
import { assertMigrated, withClient, type SchemaMigrations } from '@ledgerdesk/postgres';
import type { ServiceDefinition } from '../service.ts';
import { schemaOf } from './schema-of.ts';
import type { ServiceDatabases } from './wire-service.ts';

/** A service that runs alone migrates nothing: a job does, before it. @throws SchemaReleaseError that says so */
export async function assertDatabasesMigrated(
  definition: ServiceDefinition,
  { ledgerUrl, keysUrl, readUrl }: ServiceDatabases,
): Promise<void> {
  const own = schemaOf(definition);
  const wanted: readonly (readonly [url: string, schema: SchemaMigrations | undefined])[] = [
    [ledgerUrl, ledgerSchema],
    [keysUrl, keysSchema],
    [readUrl, own],
  ];
  for (const [url, schema] of wanted) {
    if (schema) await withClient(url, (client) => assertMigrated(client, schema));
  }
}
