import type { View } from '@ledgerdesk/read-models';
import { keys, project } from './person.project.ts';
import { personTable, type PersonRow } from './person.table.ts';

/** Who is this, and which roles does this person have? */
export const personView: View<PersonRow> = {
  name: 'person',
  version: 1,
  table: personTable,
  groups: { person: { columns: ['name', 'mail', 'roles', 'language'], keys, project } },
  personal: { name: 'id', mail: 'id' },
};
