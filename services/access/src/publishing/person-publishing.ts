import type { access } from '@ledgerdesk/contracts';
import { sealedOf } from '@ledgerdesk/event-store';
import type { Publishing } from '@ledgerdesk/messaging';
import type { PersonEvent } from '../domain/person.ts';

/** What the world hears of a person: name, address and what a login is called closed, the names of other claims not at all. */
export const personPublishing: Publishing<PersonEvent, access.PersonEvent> = {
  PersonRegistered: ({ roles, language, personal }) => ({
    message: { $case: 'personRegistered', value: { roles: [...roles], language, sealed: sealedOf(personal) } },
  }),
  LoginLinked: ({ issuer, loginName, personal }) => ({
    message: { $case: 'loginLinked', value: { issuer, loginName, sealed: sealedOf(personal) } },
  }),
  RoleGranted: ({ role }) => ({ message: { $case: 'roleGranted', value: { role } } }),
  RoleRevoked: ({ role }) => ({ message: { $case: 'roleRevoked', value: { role } } }),
  SubjectAttributed: ({ subjectId }) => ({ message: { $case: 'subjectAttributed', value: { subjectId } } }),
};
