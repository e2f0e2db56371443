import type { Role } from '@ledgerdesk/contracts';
import { accept, personal, reject, type Outcome, type PersonId, type TenantId } from '@ledgerdesk/kernel';
import type { PersonEvent, Person } from './person.ts';
import type { NotPermitted, PersonExists } from './refusals.ts';
import { isRoleOf } from './roles.ts';

export interface RegisterPerson {
  readonly tenant: TenantId;
  readonly personId: PersonId;
  readonly name: string;
  /** As it was written; empty for who has none. */
  readonly mail: string;
  readonly roles: readonly Role[];
  readonly language: string;
  /** Held for this person already. */
  readonly claims: readonly string[];
}

export type RegisterPersonRefused = PersonExists | NotPermitted;

export function registerPerson(command: RegisterPerson, person: Person): Outcome<PersonEvent, RegisterPersonRefused> {
  const { tenant, personId, name, mail, roles, language, claims } = command;
  if (!roles.every((role) => isRoleOf(tenant, role))) return reject({ code: 'NOT_PERMITTED' });
  if (person.kind !== 'none') return reject({ code: 'PERSON_EXISTS', personId });
  return accept({
    type: 'PersonRegistered',
    roles: [...new Set(roles)],
    language,
    claims,
    personal: personal(personId, { name, mail }),
  });
}
