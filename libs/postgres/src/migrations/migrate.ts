import type { ClientBase } from 'pg';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { withClient } from '../provision/provision.ts';
import { assertServerVersion } from '../provision/server-version.ts';
import { assertAdmitted, recordRelease } from './release.ts';
import type { SchemaMigrations } from './schema-migrations.ts';

/** Any number: the same for all programs, so that two jobs take turns. */
const MIGRATION_LOCK = 4_105_190_337;

/**
 * Brings one schema of a database to this program's release; what is applied is left alone, and two jobs at once take
 * turns. @throws SchemaReleaseError where the schema is of a newer release that no longer serves this program, PostgresVersionError
 */
export async function migrate(url: string, target: SchemaMigrations): Promise<void> {
  await withClient(url, async (client) => {
    // However long the other job takes; a role may have a limit of its own for ordinary work.
    await client.query('SET lock_timeout = 0');
    await client.query('SET statement_timeout = 0');
    await assertServerVersion(client);
    // Of the session: the job is not for a pooler that lends connections for a transaction.
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await createSchema(client, target.schema);
    await assertAdmitted(client, target);
    await apply(url, target);
    await recordRelease(client, target);
  });
}

/** Asked first: `IF NOT EXISTS` wants the right to create schemas even where there is nothing to create. */
async function createSchema(client: ClientBase, schema: string): Promise<void> {
  const { rows } = await client.query<{ found: boolean }>('SELECT to_regnamespace($1) IS NOT NULL AS found', [schema]);
  if (!rows[0]?.found) await client.query(`CREATE SCHEMA ${pg.escapeIdentifier(schema)}`);
}

async function apply(url: string, { schema, migrations }: SchemaMigrations): Promise<void> {
  const source = await new DataSource({
    type: 'postgres',
    url,
    schema,
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    installExtensions: false,
    extra: { options: `-c search_path=${schema} -c statement_timeout=0` },
  }).initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

/** Whether a schema is there and of a release this program can run on. @throws SchemaReleaseError, PostgresVersionError */
export async function assertMigrated(client: Pick<ClientBase, 'query'>, target: SchemaMigrations): Promise<void> {
  await assertServerVersion(client);
  await assertAdmitted(client, target, { migrated: true });
}
