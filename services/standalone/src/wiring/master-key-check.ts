import type { KeyRing } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import { withClient } from '@ledgerdesk/postgres';
import { KEYS, type Administration } from './databases.ts';

/** The keys of the data are wrapped by another master key than those that were given. */
export class WrongMasterKeyError extends Error {
  override readonly name = 'WrongMasterKeyError';

  constructor(id: string, options: ErrorOptions) {
    super(
      `What is personal in the data was sealed under the master key "${id}", and the key given under that id, if any, does not open it: ` +
        'bring back the file with the master key that these data were made with, or set MASTER_KEYS to it.',
      options,
    );
  }
}

/** Opens one tenant's key of each master key, before anybody needs it. @throws WrongMasterKeyError */
export async function assertMasterKeysFit(admin: Administration, keyRing: KeyRing): Promise<void> {
  const used = await withClient(admin.url(KEYS), async (client) => {
    const { rows } = await client.query<{ id: string; tenant: TenantId }>(
      'SELECT DISTINCT ON (master_key_id) master_key_id AS id, tenant_id AS tenant FROM keys.tenant_key',
    );
    return rows;
  });
  for (const { id, tenant } of used) {
    try {
      await keyRing.namingKey(tenant);
    } catch (cause) {
      const { code } = cause as { code?: unknown };
      if (code !== 'UNKNOWN_MASTER_KEY' && code !== 'BROKEN_KEY') throw cause;
      throw new WrongMasterKeyError(id, { cause });
    }
  }
}
