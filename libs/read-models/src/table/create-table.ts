import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import pg from 'pg';
import type { ViewTable } from './view-table.ts';

/** What the runner itself writes and reads under: no tenant is named so. */
export const ALL_TENANTS = '*';

/** The setting that says whose rows a transaction sees. */
export const TENANT_SETTING = 'ledgerdesk.tenant';

/** As a query of its own it is asked once a scan, and not once a row. */
const setting = `(SELECT current_setting('${TENANT_SETTING}', true))`;

/** Any number: the same for all programs, so that two of them take turns. */
const LOCK = 4_105_190_338;

export const CHECKPOINT_TABLE = `CREATE TABLE IF NOT EXISTS view_checkpoint (
  view text NOT NULL, version integer NOT NULL, source text NOT NULL, epoch text NOT NULL, position bigint NOT NULL,
  moved_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (view, version, source)) WITH (fillfactor = 50)`;

/** One transaction at a time makes or swaps tables. */
export const takeTurns = (client: Pick<ClientBase, 'query'>): Promise<unknown> =>
  client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);

/**
 * Makes the table of a view's version where it is missing, and answers whether it was. @throws Error where it was declared
 * otherwise when it was made
 */
export async function createTable(client: Pick<ClientBase, 'query'>, table: ViewTable): Promise<boolean> {
  const statements = declaration(table);
  const fingerprint = fingerprintOf(statements);
  const { rows } = await client.query<{ fingerprint: string | null }>(
    `SELECT obj_description(to_regclass($1), 'pg_class') AS fingerprint WHERE to_regclass($1) IS NOT NULL`,
    [table.table],
  );
  if (rows[0]) {
    assertSame(table, rows[0].fingerprint, fingerprint);
    return false;
  }
  for (const statement of statements) await client.query(statement);
  await client.query(`COMMENT ON TABLE ${table.table} IS '${fingerprint}'`);
  return true;
}

/** Gives a table the name of another one of the same columns, and with it all that is named by it. */
export async function rename(
  client: Pick<ClientBase, 'query'>,
  { table: from }: ViewTable,
  { table: to, ...others }: ViewTable,
): Promise<void> {
  await client.query(`ALTER TABLE ${from} RENAME TO ${to}`);
  await client.query(`ALTER INDEX ${from}_pkey RENAME TO ${to}_pkey`);
  for (const index of others.indices) {
    await client.query(`ALTER INDEX ${indexName(from, index)} RENAME TO ${indexName(to, index)}`);
  }
  await client.query(`COMMENT ON TABLE ${to} IS '${fingerprintOf(declaration({ table: to, ...others }))}'`);
}

const fingerprintOf = (statements: readonly string[]): string =>
  createHash('sha256').update(statements.join(';')).digest('hex').slice(0, 32);

function assertSame({ view }: ViewTable, found: string | null, fingerprint: string): void {
  if (found === fingerprint) return;
  throw new Error(
    `The table of the view ${view.name} is declared otherwise than when version ${view.version} was filled: raise its version.`,
  );
}

function declaration({ table, key, groups, indices }: ViewTable): readonly string[] {
  const columns = [
    `${key.tenant.name} ${key.tenant.sql} NOT NULL`,
    `${key.id.name} ${key.id.sql} NOT NULL`,
    ...groups.flatMap((group) => group.columns.map(({ name, sql }) => `${name} ${sql}`)),
    ...groups.map(({ applied: { name, several } }) => `${name} ${several ? 'jsonb' : 'bigint'}`),
  ];
  const ofTenant = `${key.tenant.name} = ${setting} OR ${setting} = '${ALL_TENANTS}'`;
  return [
    // A row is written several times while it is filled: room in its page keeps most of them out of the indexes.
    `CREATE TABLE ${table} (${columns.join(', ')}, PRIMARY KEY (${key.tenant.name}, ${key.id.name})) WITH (fillfactor = 80)`,
    ...indices.map((index) => {
      const { unique = false, where } = index;
      const list = index.columns as readonly string[];
      return `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${indexName(table, index)} ON ${table} (${list.join(', ')})${where ? ` WHERE ${where}` : ''}`;
    }),
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
    `CREATE POLICY tenant ON ${table} USING (${ofTenant}) WITH CHECK (${ofTenant})`,
  ];
}

/** PostgreSQL cuts names after 63 bytes, and two might become one. */
function indexName(table: string, { name, columns }: ViewTable['indices'][number]): string {
  const own = name ?? (columns as readonly string[]).join('_');
  const long = `${table}_${own.replaceAll('"', '')}`;
  const hash = createHash('sha256').update(long).digest('hex').slice(0, 8);
  return pg.escapeIdentifier(long.length > 63 ? `${long.slice(0, 54)}_${hash}` : long);
}
