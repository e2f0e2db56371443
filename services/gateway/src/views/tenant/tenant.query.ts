import type { TenantId } from '@ledgerdesk/kernel';
import type { Query } from '@ledgerdesk/read-models';

/** A tenant as readers get it. */
export interface Tenant {
  readonly id: TenantId;
  readonly key: string;
  readonly name: string;
}

/** Nothing where there is none; to be asked among the rows of the reserved tenant. */
export async function tenantById(query: Query, id: TenantId): Promise<Tenant | undefined> {
  const [tenant] = await query<Tenant>({
    name: 'tenant_by_id',
    text: 'SELECT id, key, name FROM tenant WHERE id = $1',
    values: [id],
  });
  return tenant;
}
