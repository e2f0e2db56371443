import type { TenantId } from '@ledgerdesk/kernel';
import type { Lifecycle } from '../domain/lifecycle.ts';

/** What tickets of each tenant can go through. */
export interface Lifecycles {
  of(tenant: TenantId): Lifecycle;
}
