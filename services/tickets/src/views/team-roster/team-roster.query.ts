import type { Query } from '@ledgerdesk/read-models';
import type { TeamRosterRow } from './team-roster.table.ts';

export type Roster = Pick<TeamRosterRow, 'id' | 'members'>;

/** These teams, and all that one of these persons is in. */
export const rostersOf = (
  query: Query,
  { teams, persons }: { readonly teams: readonly string[]; readonly persons: readonly string[] },
): Promise<readonly Roster[]> =>
  query<Roster>({
    name: 'team-roster.of-teams-and-persons',
    text: 'SELECT id, members FROM team_roster WHERE id = ANY ($1::text[]) OR members && $2::text[]',
    values: [teams, persons],
  });
