import type { Role } from '@ledgerdesk/contracts';
import { accept, reject, type Outcome, type PersonId } from '@ledgerdesk/kernel';
import { mayAdminister, type Caller } from './caller.ts';
import type { Person, PersonEvent } from './person.ts';
import type { NotPermitted, PersonNotFound, RoleNotHeld } from './refusals.ts';

export interface RevokeRole {
  readonly by: Caller;
  readonly personId: PersonId;
  readonly role: Role;
}

export type RevokeRoleRefused = NotPermitted | PersonNotFound | RoleNotHeld;

export function revokeRole(
  { by, personId, role }: RevokeRole,
  person: Person,
): Outcome<PersonEvent, RevokeRoleRefused> {
  if (!mayAdminister(by) || wouldLockOut(by, { personId, role })) return reject({ code: 'NOT_PERMITTED' });
  if (person.kind === 'none') return reject({ code: 'PERSON_NOT_FOUND', personId });
  return person.roles.includes(role) ? accept({ type: 'RoleRevoked', role }) : reject({ code: 'ROLE_NOT_HELD', role });
}

/** Whoever administers takes that role from others only: so whoever took the last but one still has it. */
const wouldLockOut = (by: Caller, { personId, role }: Omit<RevokeRole, 'by'>): boolean =>
  by.subject === personId && (role === 'administrator' || role === 'operator');
