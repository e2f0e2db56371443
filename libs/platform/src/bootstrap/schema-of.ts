import { consumerMigrations, effectMigrations, relayMigrations } from '@ledgerdesk/messaging';
import type { SchemaMigrations } from '@ledgerdesk/postgres';
import type { ServiceDefinition } from '../service.ts';

/**
 * All that a service keeps in its read database beside its views: its own tables, those of what it hears by, of what it
 * publishes by, and of its effects.
 */
export function schemaOf({ name, schema, published, effects }: ServiceDefinition): SchemaMigrations {
  const own: SchemaMigrations = schema ?? { schema: name, migrations: [], oldestProgram: 1 };
  const publishing = published.length > 0 ? relayMigrations : [];
  const done = effects ? effectMigrations : [];
  return { ...own, migrations: [...own.migrations, ...consumerMigrations, ...publishing, ...done] };
}
