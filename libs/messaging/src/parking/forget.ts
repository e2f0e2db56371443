import type { ClientBase, Pool } from 'pg';

/** The tables of what consumers left out. */
export const LEFT_OUT = ['parked_event', 'parked_key', 'broken_record', 'passed_over'];

/** Forgets what consumers parked and passed over: who begins anew meets all of it again. What operators did stays. */
export async function forgetLeftOut(
  database: Pick<Pool | ClientBase, 'query'>,
  consumers: readonly string[],
): Promise<void> {
  for (const table of LEFT_OUT) {
    await database.query(`DELETE FROM ${table} WHERE consumer = ANY ($1)`, [consumers]);
  }
}
