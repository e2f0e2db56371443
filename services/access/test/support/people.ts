import { rolePermissions } from '@ledgerdesk/contracts';
import { RESERVED_TENANT, type PersonId, type TeamId, type TenantId } from '@ledgerdesk/kernel';
import type { Caller } from '../../src/domain/caller.ts';

export const ACME: TenantId = 'tnt_01h455vb4pex5vsknk084sn02a';
export const ADA: PersonId = 'psn_01h455vb4pex5vsknk084sn02a';
export const BEN: PersonId = 'psn_01h455vb4pex5vsknk084sn02b';
export const NETWORK: TeamId = 'tea_01h455vb4pex5vsknk084sn02n';

const at = (tenant: TenantId) => ({ kind: 'person', subject: ADA, tenant }) as const;

/** An administrator of Acme. */
export const ada: Caller = { ...at(ACME), permissions: rolePermissions.administrator };
/** An agent of Acme. */
export const ben: Caller = { ...at(ACME), subject: BEN, permissions: rolePermissions.agent };
/** An operator at work on the installation. */
export const operator: Caller = { ...at(RESERVED_TENANT), permissions: rolePermissions.operator };
/** An operator at work on Acme. */
export const operatorInAcme: Caller = { ...at(ACME), permissions: rolePermissions.operator };
/** A reaction of tickets in Acme. */
export const reaction: Caller = {
  ...at(ACME),
  kind: 'service',
  subject: 'service:tickets',
  permissions: ['person.identify'],
};
