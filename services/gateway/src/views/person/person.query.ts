import type { PersonId } from '@ledgerdesk/kernel';
import type { Query } from '@ledgerdesk/read-models';

/** A person as readers get them. */
export interface Person {
  readonly id: PersonId;
  /** Empty where the person gave none; null where the person was erased. */
  readonly name: string | null;
  /** Empty where the person has none; null where the person was erased. */
  readonly mail: string | null;
  /** Keys of roles. */
  readonly roles: readonly string[];
  /** A tag of BCP 47; empty where it is not known. */
  readonly language: string;
}

/** The columns of a `Person`. */
export const person = 'person.id, person.name, person.mail, person.roles, person.language';

/** Those of the persons that there are, in no order. */
export const personsByIds = (query: Query, ids: readonly PersonId[]): Promise<readonly Person[]> =>
  query<Person>({
    name: 'persons_by_ids',
    text: `SELECT ${person} FROM person WHERE id = ANY ($1::text[])`,
    values: [ids],
  });
