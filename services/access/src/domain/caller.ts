import { RESERVED_TENANT, type TenantId } from '@ledgerdesk/kernel';
import type { Permission } from '@ledgerdesk/contracts';

/** Who wishes it, and what the identity token says they may do. */
export interface Caller {
  readonly kind: 'person' | 'rule' | 'service' | 'integration' | 'anonymous';
  /** A person's id, or `service:<name>`. */
  readonly subject: string;
  readonly tenant: TenantId;
  readonly permissions: readonly Permission[];
}

const has = ({ permissions }: Caller, permission: Permission): boolean => permissions.includes(permission);

/** Tenants are registered by operators, above all tenants. */
export const mayRegisterTenants = (caller: Caller): boolean =>
  caller.tenant === RESERVED_TENANT && has(caller, 'operator');

/** Persons, teams and roles are an administrator's; in the reserved tenant, whose only role is operator, an operator's. */
export const mayAdminister = (caller: Caller): boolean =>
  has(caller, caller.tenant === RESERVED_TENANT ? 'operator' : 'tenant.administer');

/** An operator helps a tenant to its first administrator, and to nothing else. */
export const mayNameFirstAdministrator = (caller: Caller): boolean =>
  caller.tenant !== RESERVED_TENANT && has(caller, 'operator');

export const mayIdentify = (caller: Caller): boolean => has(caller, 'person.identify');

/** Attributing a submission binds its erasure to the person's: only the reaction that read it knows that it is true. */
export const mayAttribute = ({ kind }: Caller): boolean => kind === 'service';
