import type { View } from '@ledgerdesk/read-models';
import { keys, project } from './team-roster.project.ts';
import { teamRosterTable, type TeamRosterRow } from './team-roster.table.ts';

/** Which teams there are, and who is in them. */
export const teamRoster: View<TeamRosterRow> = {
  name: 'team-roster',
  version: 1,
  table: teamRosterTable,
  groups: { team: { columns: ['members'], keys, project } },
  personal: {},
};
