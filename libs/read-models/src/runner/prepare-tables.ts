import { forgetLeftOut } from '@ledgerdesk/messaging';
import { withBorrowed } from '@ledgerdesk/postgres';
import type { Pool, PoolClient } from 'pg';
import { CHECKPOINT_TABLE, createTable, takeTurns } from '../table/create-table.ts';
import { liveVersion, makeLive } from '../table/live-version.ts';
import { dropOlder } from '../table/swap-version.ts';
import type { ViewTable } from '../table/view-table.ts';
import { consumerName } from './consumer-name.ts';

/**
 * Makes the tables that are missing, in one transaction; answers the views of which queries still see an older version: the
 * new ones are shown when they have been filled. Where a newer version answers, of a newer program, it is left where
 * it is, and no table is made that nobody would keep.
 */
export async function prepareTables(
  database: Pool,
  tables: readonly ViewTable[],
  service: string,
): Promise<ReadonlySet<string>> {
  return withBorrowed(database, async (client) => {
    await client.query('BEGIN');
    const older = await prepare(client, tables, service);
    await client.query('COMMIT');
    return older;
  });
}

async function prepare(
  client: PoolClient,
  tables: readonly ViewTable[],
  service: string,
): Promise<ReadonlySet<string>> {
  await takeTurns(client);
  await client.query(CHECKPOINT_TABLE);
  const older = new Set<string>();
  for (const table of tables) {
    const version = await liveVersion(client, table);
    if (version === undefined || version <= table.view.version) {
      // Filled from nothing, it parks anew what it has to.
      const made = await createTable(client, table);
      if (made) await forgetLeftOut(client, [consumerName(service, table.view)]);
    }
    if (version === undefined) await makeLive(client, table);
    if (version === table.view.version) await dropOlder(client, table, service);
    if (version !== undefined && version < table.view.version) older.add(table.view.name);
  }
  return older;
}
