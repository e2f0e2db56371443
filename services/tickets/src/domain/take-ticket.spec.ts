import { ANNA, anna, BORIS, boris, carla, NETWORK, SOFIA } from '../../test/support/people.ts';
import { aNewTicket, anOpenTicket, assigned, by, state } from '../../test/support/tickets.ts';
import { takeTicket } from './take-ticket.ts';
import type { Caller } from './caller.ts';
import type { Ticket } from './ticket.ts';

const take = (caller: Caller) => (ticket: Ticket) => takeTicket({ ...by(caller), type: 'take' }, ticket);

describe('Taking a ticket', () => {
  it('makes it the own of an agent, and a new ticket is open then', () => {
    aNewTicket.when(take(anna)).then({ type: 'TicketTaken', agentId: ANNA, state: state('open') });
  });

  it('takes it over from a colleague', () => {
    const colleague: Caller = { ...anna, id: SOFIA };
    anOpenTicket.when(take(colleague)).then({ agentId: SOFIA });
  });

  it('is refused to whoever has it', () => {
    anOpenTicket.when(take(anna)).thenRefused({ code: 'ALREADY_ASSIGNED', teamId: NETWORK, agentId: ANNA });
  });

  it('is for members of the team that has it', () => {
    aNewTicket
      .and(assigned)
      .when(take(boris))
      .thenRefused({ code: 'NOT_A_TEAM_MEMBER', teamId: NETWORK, agentId: BORIS });
  });

  it('is not for requesters, nor for services', () => {
    aNewTicket.when(take(carla)).thenRefused({ code: 'NOT_PERMITTED' });
    aNewTicket.when(take({ ...anna, id: 'service:routing' })).thenRefused({ code: 'NOT_PERMITTED' });
  });
});
