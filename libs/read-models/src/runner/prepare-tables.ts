import type { Pool, PoolClient } from 'pg';
import { borrow, endBy } from '../database/borrow.ts';
import { CHECKPOINT_TABLE, createTable, takeTurns } from '../table/create-table.ts';
import { liveVersion, makeLive } from '../table/live-version.ts';
import type { ViewTable } from '../table/view-table.ts';

/**
 * Makes the tables that are missing, in one transaction; answers the views whose newest version queries see already. The
 * others are shown when they have been filled: until then their older version answers. A newer version, of a newer program,
 * is left where it is.
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
    await createTable(client, table);
    const version = await liveVersion(client, table);
    if (version === undefined) await makeLive(client, table);
    if (version === undefined || version >= table.view.version) live.add(table.view.name);
  }
  return live;
}
