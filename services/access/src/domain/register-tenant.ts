import { accept, reject, type Outcome, type TenantId } from '@ledgerdesk/kernel';
import type { TenantExists } from './refusals.ts';
import type { Tenant, TenantEvent } from './tenant.ts';

export interface RegisterTenant {
  readonly tenantId: TenantId;
  /** Claimed for this tenant already. */
  readonly key: string;
  readonly name: string;
}

export function registerTenant(
  { tenantId, key, name }: RegisterTenant,
  tenant: Tenant,
): Outcome<TenantEvent, TenantExists> {
  if (tenant.kind !== 'none') return reject({ code: 'TENANT_EXISTS', tenantId });
  return accept({ type: 'TenantRegistered', key, name });
}
