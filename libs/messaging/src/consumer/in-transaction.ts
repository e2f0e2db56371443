import { borrow } from '@ledgerdesk/postgres';
import type { Pool, PoolClient } from 'pg';

/** Does the work in one transaction. After a failure nothing of it is there, and the connection is not used again. */
export async function inTransaction(database: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const { client, giveBack } = await borrow(database);
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
  } catch (error) {
    giveBack(true);
    throw error;
  }
  giveBack();
}
