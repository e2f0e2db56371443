import { relayMigrations } from '@ledgerdesk/messaging';
import type { SchemaMigrations } from '@ledgerdesk/postgres';
import type { ServiceDefinition } from '../service.ts';

/** All that a service keeps in its read database beside its views: its own tables, and those of what it publishes by. */
export function schemaOf({ name, schema, published }: ServiceDefinition): SchemaMigrations | undefined {
  if (published.length === 0) return schema;
  const own: SchemaMigrations = schema ?? { schema: name, migrations: [], oldestProgram: 1 };
  return { ...own, migrations: [...own.migrations, ...relayMigrations] };
}
