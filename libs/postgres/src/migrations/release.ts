import type { ClientBase } from 'pg';
import pg from 'pg';
import { digestOf } from './digest.ts';
import { SchemaReleaseError, type SchemaMigrations } from './schema-migrations.ts';

type Client = Pick<ClientBase, 'query'>;

interface Release {
  readonly release: number;
  readonly oldest_program: number;
  /** Null where a Ledgerdesk made it that was never released. */
  readonly digest: string | null;
}

const tableOf = ({ schema }: SchemaMigrations): string => `${pg.escapeIdentifier(schema)}.schema_release`;

async function storedRelease(client: Client, target: SchemaMigrations): Promise<Release | undefined> {
  const { rows: found } = await client.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
    tableOf(target),
  ]);
  if (!found[0]?.found) return undefined;
  const { rows } = await client.query<Release>(
    `SELECT release, oldest_program, to_jsonb(stored) ->> 'digest' AS digest FROM ${tableOf(target)} stored`,
  );
  return rows[0];
}

/** Refuses a program that the schema no longer serves and, where it must be migrated already, one that it does not serve yet. */
export async function assertAdmitted(
  client: Client,
  target: SchemaMigrations,
  { migrated = false } = {},
): Promise<void> {
  const stored = await storedRelease(client, target);
  const program = target.migrations.length;
  if (stored && stored.oldest_program > program) {
    throw new SchemaReleaseError(
      'SCHEMA_TOO_NEW',
      `The schema "${target.schema}" is of release ${stored.release} and serves programs from release ${stored.oldest_program} on; ` +
        `this program is of release ${program}: run a newer Ledgerdesk.`,
    );
  }
  if (stored && stored.release <= program && stored.digest !== (await digestOf(target, stored.release))) {
    throw new SchemaReleaseError(
      'SCHEMA_FOREIGN',
      `The schema "${target.schema}" was not made by release ${stored.release} of Ledgerdesk, but by one that was never released, or somebody has ` +
        'changed how it is told: keep its data with the program that made them, and choose another folder or database.',
    );
  }
  if (migrated && (stored?.release ?? 0) < program) {
    throw new SchemaReleaseError(
      'SCHEMA_TOO_OLD',
      `The schema "${target.schema}" is of release ${stored?.release ?? 0}, this program needs release ${program}: run "ledgerdesk migrate" first.`,
    );
  }
}

/** Notes the release after its migrations; an older program that migrates again does not take it back. */
export async function recordRelease(client: Client, target: SchemaMigrations): Promise<void> {
  const table = tableOf(target);
  await client.query(
    `CREATE TABLE IF NOT EXISTS ${table} (one boolean PRIMARY KEY DEFAULT true CHECK (one), release int NOT NULL, oldest_program int NOT NULL)`,
  );
  await client.query(`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS digest text`);
  await client.query(`GRANT USAGE ON SCHEMA ${pg.escapeIdentifier(target.schema)} TO PUBLIC`);
  await client.query(`GRANT SELECT ON ${table} TO PUBLIC`);
  await client.query(
    `INSERT INTO ${table} AS stored (release, oldest_program, digest) VALUES ($1, $2, $3)
     ON CONFLICT (one) DO UPDATE SET release = greatest(stored.release, excluded.release),
       oldest_program = greatest(stored.oldest_program, excluded.oldest_program),
       digest = CASE WHEN excluded.release >= stored.release THEN excluded.digest ELSE stored.digest END`,
    [target.migrations.length, target.oldestProgram, await digestOf(target, target.migrations.length)],
  );
}
