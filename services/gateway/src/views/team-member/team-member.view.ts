import type { View } from '@ledgerdesk/read-models';
import { keys, project } from './team-member.project.ts';
import { teamMemberTable, type TeamMemberRow } from './team-member.table.ts';

/** Who is in a team, and in which teams is a person? */
export const teamMemberView: View<TeamMemberRow> = {
  name: 'team-member',
  version: 1,
  table: teamMemberTable,
  groups: { team: { columns: ['teamId', 'personId', 'member'], keys, project } },
  personal: {},
};
