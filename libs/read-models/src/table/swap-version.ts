import pg, { type ClientBase } from 'pg';
import { makeLive } from './live-version.ts';
import type { ViewTable } from './view-table.ts';

type Client = Pick<ClientBase, 'query'>;

/**
 * Shows queries this version from the end of the transaction on, and takes the older ones away: nobody would clear an erased
 * person's data there. The transaction has taken its turn before it touched anything, and seen that no newer one is shown.
 */
export async function swapVersion(client: Client, table: ViewTable): Promise<void> {
  await makeLive(client, table);
  await dropOlder(client, table);
}

/** Drops the tables and checkpoints of a view's older versions; a program that still keeps one of them stops. */
export async function dropOlder(client: Client, { name, view }: ViewTable): Promise<void> {
  // In the order in which a batch takes them: whoever is in the midst of one ends it first.
  await client.query('DELETE FROM view_checkpoint WHERE view = $1 AND version < $2', [view.name, view.version]);
  for (const version of await versions(client, name)) {
    if (version < view.version) await client.query(`DROP TABLE ${pg.escapeIdentifier(`${name}_v${version}`)}`);
  }
}

async function versions(client: Client, name: string): Promise<readonly number[]> {
  const { rows } = await client.query<{ version: string }>(
    `SELECT substring(relname FROM '[0-9]+$') AS version FROM pg_class
     WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname ~ ('^' || $1 || '_v[0-9]+$')`,
    [name],
  );
  return rows.map(({ version }) => Number(version));
}
