import type { Pool, PoolClient } from 'pg';

/** A connection of the pool for a while. */
export interface Borrowed {
  readonly client: PoolClient;
  /** With a fault, or `true`, the pool lets go of it. */
  giveBack(fault?: Error | boolean): void;
}

/**
 * Borrows a connection. One that is lost while nobody asks it anything says so by an event, to which a pool does not listen
 * while it is lent, and which unheard would end the process; whoever asks it next finds out.
 */
export async function borrow(database: Pool): Promise<Borrowed> {
  const client = await database.connect();
  const unheard = (): void => undefined;
  client.on('error', unheard);
  return {
    client,
    giveBack(fault) {
      client.off('error', unheard);
      client.release(fault);
    },
  };
}

/** Ends the transaction by this statement, and gives the connection back when it has ended; nobody need wait for it. */
export const endBy = (statement: 'COMMIT' | 'ROLLBACK', { client, giveBack }: Borrowed): Promise<void> =>
  client.query(statement).then(
    () => giveBack(),
    (error: Error) => giveBack(error),
  );

/** Work over a borrowed connection that begins and ends a transaction of its own. After a failure nothing of it is there. */
export async function withBorrowed<Result>(
  database: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const connection = await borrow(database);
  try {
    const result = await work(connection.client);
    connection.giveBack();
    return result;
  } catch (error) {
    await endBy('ROLLBACK', connection);
    throw error;
  }
}
