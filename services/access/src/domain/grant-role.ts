import type { Role } from '@ledgerdesk/contracts';
import { accept, reject, type Outcome, type PersonId } from '@ledgerdesk/kernel';
import { mayAdminister, type Caller } from './caller.ts';
import type { Person, PersonEvent } from './person.ts';
import type { NotPermitted, PersonNotFound, RoleHeld } from './refusals.ts';
import { isRoleOf } from './roles.ts';

export interface GrantRole {
  readonly by: Caller;
  readonly personId: PersonId;
  readonly role: Role;
}

export type GrantRoleRefused = NotPermitted | PersonNotFound | RoleHeld;

export function grantRole({ by, personId, role }: GrantRole, person: Person): Outcome<PersonEvent, GrantRoleRefused> {
  if (!mayAdminister(by) || !isRoleOf(by.tenant, role)) return reject({ code: 'NOT_PERMITTED' });
  if (person.kind === 'none') return reject({ code: 'PERSON_NOT_FOUND', personId });
  return person.roles.includes(role) ? reject({ code: 'ROLE_HELD', role }) : accept({ type: 'RoleGranted', role });
}
