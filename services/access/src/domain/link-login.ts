import type { Login } from '@ledgerdesk/contracts';
import { accept, personal, reject, type Outcome, type PersonId } from '@ledgerdesk/kernel';
import { mayAdminister, mayNameFirstAdministrator, type Caller } from './caller.ts';
import type { Person, PersonEvent } from './person.ts';
import type { LoginLinked, NotPermitted, PersonNotFound } from './refusals.ts';

export interface LinkLogin extends Login {
  readonly by: Caller;
  readonly personId: PersonId;
  /** Under which it is told apart from others: nothing else of it is kept in clear but the issuer. */
  readonly loginName: string;
  /** The person is the one whom an operator named as the tenant's first administrator. */
  readonly firstAdministrator: boolean;
}

export type LinkLoginRefused = NotPermitted | PersonNotFound | LoginLinked;

/** Lets a login act as the person. */
export function linkLogin(command: LinkLogin, person: Person): Outcome<PersonEvent, LinkLoginRefused> {
  const { personId, issuer, subject, loginName } = command;
  if (!mayLink(command, person)) return reject({ code: 'NOT_PERMITTED' });
  if (person.kind === 'none') return reject({ code: 'PERSON_NOT_FOUND', personId });
  if (person.logins.includes(loginName)) return reject({ code: 'LOGIN_LINKED' });
  return accept({ type: 'LoginLinked', issuer, loginName, personal: personal(personId, { subject }) });
}

/** An operator opens the door to the first administrator once, who then opens it to all others. */
function mayLink({ by, firstAdministrator }: LinkLogin, person: Person): boolean {
  const locked = person.kind === 'registered' && person.logins.length === 0;
  return mayAdminister(by) || (mayNameFirstAdministrator(by) && firstAdministrator && locked);
}
