import type { TenantId } from '@ledgerdesk/kernel';

export interface KnownTenant {
  readonly id: TenantId;
  readonly name: string;
}

/** Which tenants there are, as this service has heard. */
export interface TenantDirectory {
  byKey(key: string): Promise<KnownTenant | undefined>;
}
