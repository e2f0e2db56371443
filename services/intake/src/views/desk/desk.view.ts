import type { View } from '@ledgerdesk/read-models';
import { keys, project } from './desk.project.ts';
import { deskTable, type DeskRow } from './desk.table.ts';

/** To whom one can write. */
export const desk: View<DeskRow> = {
  name: 'desk',
  version: 1,
  table: deskTable,
  groups: { tenant: { columns: ['ownerId', 'name'], keys, project } },
  personal: {},
};
