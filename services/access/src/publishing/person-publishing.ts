import type { access } from '@ledgerdesk/contracts';
import { sealedOf } from '@ledgerdesk/event-store';
import type { Publishing } from '@ledgerdesk/messaging';
import type { PersonEvent } from '../domain/person.ts';

/** What the world hears of a person: name and address closed, the names of claims not at all. */
export const personPublishing: Publishing<PersonEvent, access.PersonEvent> = {
  PersonRegistered: ({ roles, language, personal }) => ({
    message: { $case: 'personRegistered', value: { roles: [...roles], language, sealed: sealedOf(personal) } },
  }),
  LoginLinked: ({ issuer, subject }) => ({ message: { $case: 'loginLinked', value: { issuer, subject } } }),
  RoleGranted: ({ role }) => ({ message: { $case: 'roleGranted', value: { role } } }),
  RoleRevoked: ({ role }) => ({ message: { $case: 'roleRevoked', value: { role } } }),
  SubjectAttributed: ({ subjectId }) => ({ message: { $case: 'subjectAttributed', value: { subjectId } } }),
};
