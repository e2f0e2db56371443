import { SupersededConsumerError } from '@ledgerdesk/messaging';
import type { ClientBase, Pool } from 'pg';
import { TENANT_SETTING } from './create-table.ts';
import type { ViewTable } from './view-table.ts';

type Client = Pick<ClientBase | Pool, 'query'>;

/** The version whose rows queries see; undefined where none is there yet. */
export async function liveVersion(client: Client, { name }: ViewTable): Promise<number | undefined> {
  const { rows } = await client.query<{ version: string }>(
    `SELECT obj_description(to_regclass($1), 'pg_class') AS version WHERE to_regclass($1) IS NOT NULL`,
    [name],
  );
  return rows[0] && Number(rows[0].version);
}

/** @throws SupersededConsumerError where queries see a newer version than this: its table is gone, or will be */
export function assertNoNewer({ view }: ViewTable, live: number | undefined): void {
  if (live === undefined || live <= view.version) return;
  throw new SupersededConsumerError(
    `Queries see version ${live} of the view ${view.name}, so version ${view.version} is kept no more: a newer program has ` +
      'taken over. Stop this one, or bring it up to date.',
  );
}

/**
 * From the end of this transaction on, queries see the rows of this version. The filter is the query's own and finds the
 * index; the table's row-level security stands behind it.
 */
export async function makeLive(client: Client, { name, table, view, key }: ViewTable): Promise<void> {
  await client.query(`DROP VIEW IF EXISTS ${name}`);
  await client.query(
    `CREATE VIEW ${name} WITH (security_invoker = true) AS
     SELECT * FROM ${table} WHERE ${key.tenant.name} = current_setting('${TENANT_SETTING}', true)`,
  );
  await client.query(`COMMENT ON VIEW ${name} IS '${view.version}'`);
}
