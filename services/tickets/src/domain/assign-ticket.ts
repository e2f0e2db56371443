import type { Standing } from '@ledgerdesk/contracts';
import { accept, reject, type Outcome, type PersonId, type TeamId } from '@ledgerdesk/kernel';
import { standingTo, type Caller } from './caller.ts';
import type { Desk } from './desk.ts';
import type { TicketAssigned } from './events.ts';
import { heardOnLiveTicket, type Circumstances } from './hearing.ts';
import { consequence, type Lifecycle } from './lifecycle.ts';
import type { AlreadyAssigned, NotATeamMember, PersonNotFound, TeamNotFound } from './refusals.ts';
import type { Assignment, ClosedTicket, OpenedTicket } from './ticket.ts';

export interface AssignTicket extends Circumstances {
  readonly type: 'assign';
  /** Null leaves the ticket with the team it is with. */
  readonly teamId: TeamId | null;
  /** Null gives it to the team as a whole. */
  readonly agentId: PersonId | null;
  readonly desk: Desk;
}

type Live = Exclude<OpenedTicket, ClosedTicket>;
type Unassignable = AlreadyAssigned | NotATeamMember | PersonNotFound | TeamNotFound;

/** The ticket is with a team, an agent, or both, from now on. */
export const assignTicket = heardOnLiveTicket(
  'assign',
  (command: AssignTicket, ticket): Outcome<TicketAssigned, Unassignable> => {
    const assignment = { teamId: command.teamId ?? ticket.teamId, agentId: command.agentId };
    const refused = unassignable(assignment, ticket, command.desk);
    if (refused) return reject(refused);
    return accept({ type: 'TicketAssigned', ...assignment, state: stateOnceAssigned(command.lifecycle, ticket) });
  },
  standingToAssign,
);

/** A ticket that no team has yet counts as with the team that is to have it: its agents may fetch it. */
function standingToAssign(ticket: OpenedTicket, by: Caller, { teamId }: AssignTicket): Standing {
  return standingTo(ticket.teamId === null ? { ...ticket, teamId } : ticket, by);
}

function unassignable({ teamId, agentId }: Assignment, ticket: Live, desk: Desk): Unassignable | undefined {
  if (teamId !== null && teamId !== ticket.teamId && !desk.teams.has(teamId)) return { code: 'TEAM_NOT_FOUND', teamId };
  if (agentId !== null) {
    const teams = desk.persons.get(agentId);
    if (!teams) return { code: 'PERSON_NOT_FOUND', personId: agentId };
    // Whoever is in no team is no agent, so a ticket without a team goes to a member of any.
    const member = teamId === null ? teams.size > 0 : teams.has(teamId);
    if (!member) return { code: 'NOT_A_TEAM_MEMBER', teamId, agentId };
  }
  const same = teamId === ticket.teamId && agentId === ticket.agentId;
  return same ? { code: 'ALREADY_ASSIGNED', teamId, agentId } : undefined;
}

/** Where the lifecycle leads a ticket that somebody has now. */
export const stateOnceAssigned = (lifecycle: Lifecycle, ticket: Live): TicketAssigned['state'] =>
  consequence(lifecycle, 'assigned', ticket.state, ['open', 'in_progress']) ?? ticket.state;
