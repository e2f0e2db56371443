import type { ClientBase } from 'pg';
import { isPassing } from './passing-fault.ts';

/**
 * Does a part of a transaction. Nothing of it is left where it fails, and the transaction goes on; answers with what it threw.
 * @throws what would fail for any event now
 */
export async function attempt(
  client: ClientBase,
  work: () => Promise<void>,
): Promise<{ readonly thrown: unknown } | undefined> {
  await client.query('SAVEPOINT one_event');
  try {
    await work();
    await client.query('RELEASE SAVEPOINT one_event');
    return undefined;
  } catch (thrown) {
    if (isPassing(thrown)) throw thrown;
    await client.query('ROLLBACK TO SAVEPOINT one_event');
    return { thrown };
  }
}
