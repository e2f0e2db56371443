import { accept, reject, type Outcome, type PersonId, type TeamId } from '@ledgerdesk/kernel';
import { mayAdminister, type Caller } from './caller.ts';
import type { NotPermitted, PersonNotFound, TeamJoined, TeamNotFound } from './refusals.ts';
import type { Team, TeamEvent } from './team.ts';

export interface JoinTeam {
  readonly by: Caller;
  readonly teamId: TeamId;
  readonly personId: PersonId;
  /** Persons never cease to exist, so what was true when the command came in is true now. */
  readonly personExists: boolean;
}

export type JoinTeamRefused = NotPermitted | TeamNotFound | PersonNotFound | TeamJoined;

export function joinTeam(command: JoinTeam, team: Team): Outcome<TeamEvent, JoinTeamRefused> {
  const { by, teamId, personId, personExists } = command;
  if (!mayAdminister(by)) return reject({ code: 'NOT_PERMITTED' });
  if (team.kind === 'none') return reject({ code: 'TEAM_NOT_FOUND', teamId });
  if (!personExists) return reject({ code: 'PERSON_NOT_FOUND', personId });
  if (team.members.has(personId)) return reject({ code: 'TEAM_JOINED', teamId, personId });
  return accept({ type: 'TeamJoined', personId });
}
