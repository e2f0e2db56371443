import type { Role } from '@ledgerdesk/contracts';
import { RESERVED_TENANT, type TenantId } from '@ledgerdesk/kernel';

/** Operators stand above tenants: no tenant makes one, and what stands above tenants knows no other role. */
export const isRoleOf = (tenant: TenantId, role: Role): boolean =>
  (tenant === RESERVED_TENANT) === (role === 'operator');
