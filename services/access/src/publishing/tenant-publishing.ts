import type { access } from '@ledgerdesk/contracts';
import type { Publishing } from '@ledgerdesk/messaging';
import type { TenantEvent } from '../domain/tenant.ts';

/** What the world hears of a tenant. */
export const tenantPublishing: Publishing<TenantEvent, access.TenantEvent> = {
  TenantRegistered: ({ key, name }) => ({ message: { $case: 'tenantRegistered', value: { key, name } } }),
};
