import { accept, reject, type Outcome, type PersonId, type TeamId } from '@ledgerdesk/kernel';
import { mayAdminister, type Caller } from './caller.ts';
import type { NotATeamMember, NotPermitted, TeamNotFound } from './refusals.ts';
import type { Team, TeamEvent } from './team.ts';

export interface LeaveTeam {
  readonly by: Caller;
  readonly teamId: TeamId;
  readonly personId: PersonId;
}

export type LeaveTeamRefused = NotPermitted | TeamNotFound | NotATeamMember;

export function leaveTeam({ by, teamId, personId }: LeaveTeam, team: Team): Outcome<TeamEvent, LeaveTeamRefused> {
  if (!mayAdminister(by)) return reject({ code: 'NOT_PERMITTED' });
  if (team.kind === 'none') return reject({ code: 'TEAM_NOT_FOUND', teamId });
  if (!team.members.has(personId)) return reject({ code: 'NOT_A_TEAM_MEMBER', teamId, agentId: personId });
  return accept({ type: 'TeamLeft', personId });
}
