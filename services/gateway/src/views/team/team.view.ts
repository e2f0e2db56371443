import type { View } from '@ledgerdesk/read-models';
import { keys, project } from './team.project.ts';
import { teamTable, type TeamRow } from './team.table.ts';

/** What is this team called? */
export const teamView: View<TeamRow> = {
  name: 'team',
  version: 1,
  table: teamTable,
  groups: { team: { columns: ['key', 'name'], keys, project } },
  personal: {},
};
