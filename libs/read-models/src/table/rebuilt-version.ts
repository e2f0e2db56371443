import type { ClientBase, Pool } from 'pg';
import type { ViewTable } from './view-table.ts';

type Client = Pick<ClientBase | Pool, 'query'>;

/** No view declares it: a view that is rebuilt beside the one that queries see is filled under it. */
export const REBUILT_VERSION = 0;

const lock = `hashtextextended(current_schema() || '.' || $1 || ' is rebuilt', 0)`;

/** Makes this session the one that rebuilds the view, until it ends; false where another one does. */
export const claimRebuild = (client: Client, table: Pick<ViewTable, 'name'>): Promise<boolean> =>
  ask(client, `pg_try_advisory_lock(${lock})`, table);

export async function endRebuild(client: Client, table: Pick<ViewTable, 'name'>): Promise<void> {
  await ask(client, `pg_advisory_unlock(${lock})`, table);
}

/** Whether no session rebuilds the view; none begins before this transaction ends. */
export const isAtRest = (client: Client, table: Pick<ViewTable, 'name'>): Promise<boolean> =>
  ask(client, `pg_try_advisory_xact_lock(${lock})`, table);

async function ask(client: Client, question: string, { name }: Pick<ViewTable, 'name'>): Promise<boolean> {
  const { rows } = await client.query<{ answer: boolean }>(`SELECT ${question} AS answer`, [name]);
  return rows[0]!.answer;
}
