import type { View } from '@ledgerdesk/read-models';
import { keys, project } from './known-person.project.ts';
import { knownPersonTable, type KnownPersonRow } from './known-person.table.ts';

/** Which persons there are. */
export const knownPerson: View<KnownPersonRow> = {
  name: 'known-person',
  version: 1,
  table: knownPersonTable,
  groups: { person: { columns: ['registered'], keys, project } },
  personal: {},
};
