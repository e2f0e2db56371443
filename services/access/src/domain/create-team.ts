import { accept, reject, type Outcome, type TeamId } from '@ledgerdesk/kernel';
import type { TeamExists } from './refusals.ts';
import type { Team, TeamEvent } from './team.ts';

export interface CreateTeam {
  readonly teamId: TeamId;
  /** Claimed for this team already. */
  readonly key: string;
  readonly name: string;
}

export function createTeam({ teamId, key, name }: CreateTeam, team: Team): Outcome<TeamEvent, TeamExists> {
  if (team.kind !== 'none') return reject({ code: 'TEAM_EXISTS', teamId });
  return accept({ type: 'TeamCreated', key, name });
}
