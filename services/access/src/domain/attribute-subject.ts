import { accept, reject, type Outcome, type PersonId } from '@ledgerdesk/kernel';
import type { Person, PersonEvent } from './person.ts';
import type { PersonNotFound } from './refusals.ts';

export interface AttributeSubject {
  readonly personId: PersonId;
  readonly subjectId: string;
}

/** Said twice by two commands it changes nothing more, so what was said before is not kept in the state. */
export function attributeSubject(
  { personId, subjectId }: AttributeSubject,
  person: Person,
): Outcome<PersonEvent, PersonNotFound> {
  if (person.kind === 'none') return reject({ code: 'PERSON_NOT_FOUND', personId });
  return accept({ type: 'SubjectAttributed', subjectId });
}
