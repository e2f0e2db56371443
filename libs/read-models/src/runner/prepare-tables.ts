import type { Pool, PoolClient } from 'pg';
import { borrow, endBy } from '../database/borrow.ts';
import { CHECKPOINT_TABLE, createTable, takeTurns } from '../table/create-table.ts';
import { liveVersion, makeLive } from '../table/live-version.ts';
import { dropOlder } from '../table/swap-version.ts';
import type { ViewTable } from '../table/view-table.ts';

/**
 * Makes the tables that are missing, in one transaction; answers the views whose newest version queries see already. The
 * others are shown when they have been filled: until then their older version answers. Where a newer version answers, of a
 * newer program, it is left where it is, and no table is made that nobody would keep.
 */
export async function prepareTables(database: Pool, tables: readonly ViewTable[]): Promise<ReadonlySet<string>> {
  const connection = await borrow(database);
  try {
    await connection.client.query('BEGIN');
    const live = await prepare(connection.client, tables);
    await connection.client.query('COMMIT');
    connection.giveBack();
    return live;
  } catch (error) {
    await endBy('ROLLBACK', connection);
    throw error;
  }
}

async function prepare(client: PoolClient, tables: readonly ViewTable[]): Promise<ReadonlySet<string>> {
  await takeTurns(client);
  await client.query(CHECKPOINT_TABLE);
  const live = new Set<string>();
  for (const table of tables) {
    const version = await liveVersion(client, table);
    if (version === undefined || version <= table.view.version) await createTable(client, table);
    if (version === undefined) await makeLive(client, table);
    if (version === table.view.version) await dropOlder(client, table);
    if (version === undefined || version >= table.view.version) live.add(table.view.name);
  }
  return live;
}
