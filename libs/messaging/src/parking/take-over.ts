import type { ClientBase, Pool } from 'pg';

export interface TakenOver {
  /** Whose place is taken. */
  readonly consumer: string;
  /** Who takes it, having heard the same events. */
  readonly by: string;
}

/** Aggregates parked by the one and not by the other, or by both where one cannot tell what comes first; none may be taken over. */
export async function inTheWay(
  database: Pick<Pool | ClientBase, 'query'>,
  { consumer, by }: TakenOver,
): Promise<readonly { readonly key: string; readonly error: string }[]> {
  const { rows } = await database.query<{ key: string; error: string }>(
    `SELECT key, error FROM parked_key WHERE consumer = $2 AND (
       key NOT IN (SELECT key FROM parked_key WHERE consumer = $1)
       OR key IN (SELECT key FROM parked_event WHERE consumer = $1 AND record IS NOT NULL)) ORDER BY key`,
    [consumer, by],
  );
  return rows;
}

/**
 * Gives one consumer what another parked in place of what it parked itself. What waits behind a record that cannot be read goes on
 * waiting: the other one never met it. Broken records stay known, for they may come again.
 */
export async function takeOver(database: Pick<Pool | ClientBase, 'query'>, { consumer, by }: TakenOver): Promise<void> {
  const readable = `key NOT IN (SELECT key FROM parked_event WHERE consumer = $1 AND record IS NOT NULL)`;
  // The events last: they tell which keys stay.
  for (const table of ['parked_key', 'parked_event']) {
    await database.query(`DELETE FROM ${table} WHERE consumer = $1 AND ${readable}`, [consumer]);
  }
  await database.query('DELETE FROM passed_over WHERE consumer = $1', [consumer]);
  for (const table of ['parked_key', 'parked_event', 'passed_over']) {
    await database.query(`UPDATE ${table} SET consumer = $1 WHERE consumer = $2`, [consumer, by]);
  }
}
