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
  const wanted: readonly (readonly [url: string, schema: SchemaMigrations])[] = [
    [ledgerUrl, ledgerSchema],
    [keysUrl, keysSchema],
    [readUrl, schemaOf(definition)],
  ];
  for (const [url, schema] of wanted) await withClient(url, (client) => assertMigrated(client, schema));
}
