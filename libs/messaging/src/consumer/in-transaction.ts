import type { Pool, PoolClient } from 'pg';

/** Does the work in one transaction. After a failure nothing of it is there, and the connection is not used again. */
export async function inTransaction(database: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await database.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
  } catch (error) {
    client.release(true);
    throw error;
  }
  client.release();
}
