import type { PersonId, TeamId } from '@ledgerdesk/kernel';
import type { Query } from '@ledgerdesk/read-models';

export { personOfMember } from './team-member.project.ts';

/** A person's place in a team. */
export interface Membership {
  readonly teamId: TeamId;
  readonly personId: PersonId;
}

/** Who is in which of the teams, by id of person. */
export const membersOf = (query: Query, teamIds: readonly TeamId[]): Promise<readonly Membership[]> =>
  query<Membership>({
    name: 'members_of',
    text: `SELECT team_id AS "teamId", person_id AS "personId" FROM team_member
      WHERE team_id = ANY ($1::text[]) AND member ORDER BY person_id, team_id`,
    values: [teamIds],
  });

/** In which teams each of the persons is, by id of team. */
export const teamsOf = (query: Query, personIds: readonly PersonId[]): Promise<readonly Membership[]> =>
  query<Membership>({
    name: 'teams_of',
    text: `SELECT team_id AS "teamId", person_id AS "personId" FROM team_member
      WHERE person_id = ANY ($1::text[]) AND member ORDER BY team_id, person_id`,
    values: [personIds],
  });
