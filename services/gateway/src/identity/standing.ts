import { isRole, rolePermissions, type Permission } from '@ledgerdesk/contracts';
import type { PersonId, TenantId } from '@ledgerdesk/kernel';
import type { Identity } from '@ledgerdesk/platform';
import type { KnownLogin } from '../views/login/login.query.ts';

/** What somebody is and may do in a tenant. */
export interface Standing {
  readonly personId: PersonId;
  readonly roles: readonly string[];
  readonly identity: Identity;
}

export const toStanding = (tenant: TenantId, { personId, roles, teamIds: teams }: KnownLogin): Standing => ({
  personId,
  roles,
  identity: { kind: 'person', subject: personId, tenant, permissions: permissionsOf(roles), teams },
});

/** All that the roles allow; one that this release does not know allows nothing. */
function permissionsOf(roles: readonly string[]): readonly Permission[] {
  return [...new Set(roles.filter(isRole).flatMap((role): readonly Permission[] => rolePermissions[role]))];
}
