import {
  grantKeyRights,
  keysSchema,
  newMasterKey,
  parseMasterKeys,
  PostgresKeyRing,
  type KeyRing,
} from '@ledgerdesk/event-store';
import { migrate } from '@ledgerdesk/postgres';
import type { TestPostgres } from '@ledgerdesk/testing';

/** A key ring as a service has it: keys in a database of their own, beside the ledger of the bench. */
export async function withKeys<Result>(
  postgres: TestPostgres,
  work: (keyRing: KeyRing) => Promise<Result>,
): Promise<Result> {
  const url = await postgres.createDatabase('keys');
  await migrate(url, keysSchema);
  await grantKeyRights(url, 'bench', { erase: false });
  const keyRing = new PostgresKeyRing({
    url: postgres.urlOf('keys', 'bench', 'bench'),
    masterKeys: parseMasterKeys(newMasterKey('bench')),
  });
  try {
    return await work(keyRing);
  } finally {
    await keyRing.close();
  }
}
