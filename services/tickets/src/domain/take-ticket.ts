import { accept, reject, type Outcome, type PersonId } from '@ledgerdesk/kernel';
import { stateOnceAssigned } from './assign-ticket.ts';
import type { TicketTaken } from './events.ts';
import { heardOnLiveTicket, type Circumstances } from './hearing.ts';
import type { AlreadyAssigned, NotATeamMember, NotPermitted } from './refusals.ts';

export interface TakeTicket extends Circumstances {
  readonly type: 'take';
}

/** An agent makes the ticket their own; one that is with a team, only a member of it. */
export const takeTicket = heardOnLiveTicket(
  'work',
  ({ by, lifecycle }: TakeTicket, ticket): Outcome<TicketTaken, AlreadyAssigned | NotATeamMember | NotPermitted> => {
    const { teamId } = ticket;
    if (!isPerson(by.id)) return reject({ code: 'NOT_PERMITTED' });
    if (ticket.agentId === by.id) return reject({ code: 'ALREADY_ASSIGNED', teamId, agentId: by.id });
    if (teamId !== null && !by.teams.includes(teamId))
      return reject({ code: 'NOT_A_TEAM_MEMBER', teamId, agentId: by.id });
    return accept({ type: 'TicketTaken', agentId: by.id, state: stateOnceAssigned(lifecycle, ticket) });
  },
);

const isPerson = (id: string): id is PersonId => id.startsWith('psn_');
