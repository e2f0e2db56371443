import type { Aggregate } from '@ledgerdesk/kernel';

/** All that can happen to a tenant, so far. */
export type TenantEvent = TenantRegistered;

export interface TenantRegistered {
  readonly type: 'TenantRegistered';
  readonly key: string;
  readonly name: string;
}

export type Tenant = { readonly kind: 'none' } | { readonly kind: 'registered'; readonly key: string };

export const tenantAggregate: Aggregate<Tenant, TenantEvent> = {
  initial: { kind: 'none' },
  evolve: (_, { key }) => ({ kind: 'registered', key }),
};
