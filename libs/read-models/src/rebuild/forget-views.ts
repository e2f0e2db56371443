import pg, { type ClientBase } from 'pg';
import type { View } from '../port/view.ts';
import { takeTurns } from '../table/create-table.ts';
import { dropTable, versions } from '../table/swap-version.ts';
import { viewTableOf } from '../table/view-table.ts';

/**
 * Takes away what a service keeps of its views, of whatever version: where none of its processes runs now, the next one fills
 * them from the ledger's beginning. The service's schema is first in the search path.
 */
export async function forgetViews(client: ClientBase, views: readonly View[]): Promise<void> {
  await client.query('BEGIN');
  await takeTurns(client);
  for (const view of views) {
    const { name } = viewTableOf(view);
    await client.query(`DROP VIEW IF EXISTS ${pg.escapeIdentifier(name)}`);
    for (const version of await versions(client, name)) await dropTable(client, name, version);
  }
  await client.query('DELETE FROM view_checkpoint');
  await client.query('COMMIT');
}
