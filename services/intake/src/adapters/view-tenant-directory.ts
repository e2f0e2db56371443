import { RESERVED_TENANT, type TenantId } from '@ledgerdesk/kernel';
import { problemOf } from '@ledgerdesk/platform';
import type { Views } from '@ledgerdesk/read-models';
import type { KnownTenant, TenantDirectory } from '../ports/tenant-directory.ts';
import { deskUnder } from '../views/desk/desk.query.ts';

/** As keys of tenants look: an address that does not is nobody's, and not worth a question. */
const KEY = /^[a-z][a-z0-9-]{0,63}$/;

/** The tenants that this service's view shows; those it has seen once are known while the view cannot be read. */
export class ViewTenantDirectory implements TenantDirectory {
  private readonly seen = new Map<string, KnownTenant>();

  constructor(private readonly views: Pick<Views, 'read'>) {}

  async byKey(key: string): Promise<KnownTenant | undefined> {
    if (!KEY.test(key)) return undefined;
    try {
      const found = await this.views.read(RESERVED_TENANT, (query) => deskUnder(query, key));
      if (found) this.seen.set(key, { id: found.ownerId as TenantId, name: found.name });
      else this.seen.delete(key);
    } catch (error) {
      if (!this.seen.has(key) || !problemOf(error).retryable) throw error;
    }
    return this.seen.get(key);
  }
}
