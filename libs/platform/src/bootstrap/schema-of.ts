import { consumerMigrations, relayMigrations } from '@ledgerdesk/messaging';
import type { SchemaMigrations } from '@ledgerdesk/postgres';
import type { ServiceDefinition } from '../service.ts';

/**
 * All that a service keeps in its read database beside its views: its own tables, those of what it hears by, and those of what
 * it publishes by.
 */
export function schemaOf({ name, schema, published }: ServiceDefinition): SchemaMigrations {
  const own: SchemaMigrations = schema ?? { schema: name, migrations: [], oldestProgram: 1 };
  const publishing = published.length > 0 ? relayMigrations : [];
  return { ...own, migrations: [...own.migrations, ...consumerMigrations, ...publishing] };
}
