import type { access, Role } from '@ledgerdesk/contracts';
import type { Aggregate, Personal } from '@ledgerdesk/kernel';

/** All that can happen to a person. What names or reaches the person is sealed under the person. */
export type PersonEvent = PersonRegistered | LoginLinked | RoleGranted | RoleRevoked | SubjectAttributed;

export interface PersonRegistered {
  readonly type: 'PersonRegistered';
  readonly roles: readonly Role[];
  /** A tag of BCP 47; empty where it is not known. */
  readonly language: string;
  /** Names of the claims that the person holds: a claim counts only for an owner that knows of it. */
  readonly claims: readonly string[];
  readonly personal: Personal<access.PersonRegisteredPersonal>;
}

export interface LoginLinked {
  readonly type: 'LoginLinked';
  readonly issuer: string;
  /** What the login's claim is named by, too: no other login has it. */
  readonly loginName: string;
  readonly personal: Personal<access.LoginLinkedPersonal>;
}

export interface RoleGranted {
  readonly type: 'RoleGranted';
  readonly role: Role;
}

export interface RoleRevoked {
  readonly type: 'RoleRevoked';
  readonly role: Role;
}

/** Another data subject, a submission, turned out to be this person. */
export interface SubjectAttributed {
  readonly type: 'SubjectAttributed';
  readonly subjectId: string;
}

export interface RegisteredPerson {
  readonly kind: 'registered';
  readonly roles: readonly Role[];
  readonly claims: readonly string[];
  /** Names of logins. */
  readonly logins: readonly string[];
}

export type Person = { readonly kind: 'none' } | RegisteredPerson;

export const personAggregate: Aggregate<Person, PersonEvent> = { initial: { kind: 'none' }, evolve };

function evolve(person: Person, event: PersonEvent): Person {
  switch (event.type) {
    case 'PersonRegistered':
      return { kind: 'registered', roles: event.roles, claims: event.claims, logins: [] };
    case 'LoginLinked': {
      const { logins, ...rest } = registered(person);
      return { ...rest, logins: [...logins, event.loginName] };
    }
    case 'RoleGranted': {
      const { roles, ...rest } = registered(person);
      return { ...rest, roles: [...roles, event.role] };
    }
    case 'RoleRevoked': {
      const { roles, ...rest } = registered(person);
      return { ...rest, roles: roles.filter((role) => role !== event.role) };
    }
    case 'SubjectAttributed':
      return person;
  }
}

function registered(person: Person): RegisteredPerson {
  if (person.kind === 'none') throw new Error('Corrupt stream: something happened to a person before the registration');
  return person;
}
