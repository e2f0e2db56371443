import { forgetLeftOut } from '@ledgerdesk/messaging';
import pg, { type ClientBase } from 'pg';
import { consumerName } from '../runner/consumer-name.ts';
import { makeLive } from './live-version.ts';
import { isAtRest, REBUILT_VERSION } from './rebuilt-version.ts';
import { tableOf, type ViewTable } from './view-table.ts';

type Client = Pick<ClientBase, 'query'>;

/**
 * Shows queries this version from the end of the transaction on, and takes the older ones away: nobody would clear an erased
 * person's data there. The transaction has taken its turn before it touched anything, and seen that no newer one is shown.
 */
export async function swapVersion(client: Client, table: ViewTable, service: string): Promise<void> {
  await makeLive(client, table);
  await dropOlder(client, table, service);
}

/**
 * Drops a view's older versions, with their checkpoints and what they parked; a program that still keeps one of them stops. What
 * is being rebuilt stays with whoever does so; what nobody goes on with is an older version like others.
 */
export async function dropOlder(client: Client, { name, view }: ViewTable, service: string): Promise<void> {
  const oldest = (await isAtRest(client, { name })) ? REBUILT_VERSION : REBUILT_VERSION + 1;
  // In the order in which a batch takes them: whoever is in the midst of one ends it first.
  await client.query('DELETE FROM view_checkpoint WHERE view = $1 AND version >= $2 AND version < $3', [
    view.name,
    oldest,
    view.version,
  ]);
  const older = (await versions(client, name)).filter((version) => version >= oldest && version < view.version);
  for (const version of older) await dropTable(client, name, version);
  if (older.length === 0) return;
  const consumers = older.map((version) => consumerName(service, { name: view.name, version }));
  await forgetLeftOut(client, consumers);
}

export const dropTable = (client: Client, name: string, version: number): Promise<unknown> =>
  client.query(`DROP TABLE ${pg.escapeIdentifier(tableOf(name, version))}`);

/** The versions of a view whose tables are there. */
export async function versions(client: Client, name: string): Promise<readonly number[]> {
  const { rows } = await client.query<{ version: string }>(
    `SELECT substring(relname FROM '[0-9]+$') AS version FROM pg_class
     WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname ~ ('^' || $1 || '_v[0-9]+$')`,
    [name],
  );
  return rows.map(({ version }) => Number(version));
}
