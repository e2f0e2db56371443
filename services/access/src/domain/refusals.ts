import type { InvalidInput } from '@ledgerdesk/contracts';
import type { PersonId, TeamId, TenantId } from '@ledgerdesk/kernel';

export type NotPermitted = { readonly code: 'NOT_PERMITTED' };

export type TenantExists = { readonly code: 'TENANT_EXISTS'; readonly tenantId: TenantId };
export type TenantNotFound = { readonly code: 'TENANT_NOT_FOUND'; readonly tenantId: TenantId };
export type PersonExists = { readonly code: 'PERSON_EXISTS'; readonly personId: PersonId };
export type PersonNotFound = { readonly code: 'PERSON_NOT_FOUND'; readonly personId: PersonId };
export type RoleHeld = { readonly code: 'ROLE_HELD'; readonly role: string };
export type RoleNotHeld = { readonly code: 'ROLE_NOT_HELD'; readonly role: string };
export type LoginLinked = { readonly code: 'LOGIN_LINKED' };
export type LoginTaken = { readonly code: 'LOGIN_TAKEN'; readonly personId: PersonId };
export type MailTaken = { readonly code: 'MAIL_TAKEN'; readonly personId: PersonId };
export type TeamExists = { readonly code: 'TEAM_EXISTS'; readonly teamId: TeamId };
export type TeamNotFound = { readonly code: 'TEAM_NOT_FOUND'; readonly teamId: TeamId };
export type TeamJoined = { readonly code: 'TEAM_JOINED'; readonly teamId: TeamId; readonly personId: PersonId };
export type NotATeamMember = {
  readonly code: 'NOT_A_TEAM_MEMBER';
  readonly teamId: TeamId;
  readonly agentId: PersonId;
};
/** `owner` is the tenant or team that has the key. */
export type KeyTaken = { readonly code: 'KEY_TAKEN'; readonly owner: string };

export type { InvalidInput };
