import type { ClientBase, Pool } from 'pg';
import { LEFT_OUT } from '../parking/forget.ts';

type Database = Pick<Pool | ClientBase, 'query'>;

/**
 * Forgets how far a service's reactions have come, what its consumers left out, and how far clear topics are told: whoever
 * runs next begins anew, where none runs now. What operators did stays, and so do relays of generations: their topics hold what
 * they hold.
 */
export async function forgetPlaces(database: Database, service: string): Promise<void> {
  for (const table of ['consumer_checkpoint', ...LEFT_OUT]) {
    if (await isThere(database, table)) await database.query(`DELETE FROM ${table}`);
  }
  if (!(await isThere(database, 'relay'))) return;
  await database.query(`DELETE FROM relay WHERE starts_with(name, $1 || '.clear.')`, [service]);
}

async function isThere(database: Database, table: string): Promise<boolean> {
  const { rows } = await database.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  return rows[0]!.there;
}
