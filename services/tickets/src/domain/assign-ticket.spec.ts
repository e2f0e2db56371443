import {
  ANNA,
  anna,
  BILLING,
  BORIS,
  boris,
  CARLA,
  carla,
  desk,
  NETWORK,
  otto,
  sofia,
} from '../../test/support/people.ts';
import {
  aClosedTicket,
  aNewTicket,
  anOpenTicket,
  aResolvedTicket,
  assigned,
  by,
  noTicket,
  state,
} from '../../test/support/tickets.ts';
import { assignTicket, type AssignTicket } from './assign-ticket.ts';
import { nobody } from './desk.ts';
import type { Ticket } from './ticket.ts';

const assign = (command: Partial<AssignTicket>) => (ticket: Ticket) =>
  assignTicket({ ...by(sofia), type: 'assign', teamId: null, agentId: null, desk, ...command }, ticket);

describe('Assigning a ticket', () => {
  it('gives it to a team, and a new ticket is open then', () => {
    aNewTicket
      .when(assign({ teamId: NETWORK }))
      .then({ type: 'TicketAssigned', teamId: NETWORK, agentId: null, state: state('open') });
  });

  it('gives it to an agent of a team at once', () => {
    aNewTicket.when(assign({ teamId: NETWORK, agentId: ANNA })).then({ teamId: NETWORK, agentId: ANNA });
  });

  it('to an agent alone leaves it with its team', () => {
    aNewTicket
      .and(assigned)
      .when(assign({ agentId: ANNA }))
      .then({ teamId: NETWORK, agentId: ANNA });
  });

  it('to another team takes it from the agent', () => {
    anOpenTicket.when(assign({ teamId: BILLING })).then({ teamId: BILLING, agentId: null });
  });

  it('changes no state but that of a new ticket', () => {
    aResolvedTicket.when(assign({ teamId: BILLING })).then({ state: state('resolved') });
  });

  it('is refused where it changes nothing', () => {
    anOpenTicket
      .when(assign({ agentId: ANNA }))
      .thenRefused({ code: 'ALREADY_ASSIGNED', teamId: NETWORK, agentId: ANNA });
  });

  it('is refused for an agent who is not of the team', () => {
    anOpenTicket
      .when(assign({ agentId: BORIS }))
      .thenRefused({ code: 'NOT_A_TEAM_MEMBER', teamId: NETWORK, agentId: BORIS });
    aNewTicket
      .when(assign({ teamId: NETWORK, agentId: BORIS }))
      .thenRefused({ code: 'NOT_A_TEAM_MEMBER', teamId: NETWORK, agentId: BORIS });
  });

  it('is refused for a person who is in no team at all', () => {
    aNewTicket
      .when(assign({ agentId: CARLA }))
      .thenRefused({ code: 'NOT_A_TEAM_MEMBER', teamId: null, agentId: CARLA });
  });

  it('is refused for a team or a person that nobody knows', () => {
    aNewTicket.when(assign({ teamId: NETWORK, desk: nobody })).thenRefused({ code: 'TEAM_NOT_FOUND', teamId: NETWORK });
    aNewTicket.when(assign({ agentId: ANNA, desk: nobody })).thenRefused({ code: 'PERSON_NOT_FOUND', personId: ANNA });
  });

  it('is for agents of the team that has it, or that is to have it where none has', () => {
    anOpenTicket.when(assign({ by: anna, teamId: BILLING })).then({ teamId: BILLING });
    anOpenTicket.when(assign({ by: boris, teamId: BILLING })).thenRefused({ code: 'NOT_PERMITTED' });
    aNewTicket.when(assign({ by: boris, teamId: BILLING })).then({ teamId: BILLING });
    aNewTicket.when(assign({ by: boris, teamId: NETWORK })).thenRefused({ code: 'NOT_PERMITTED' });
  });

  it('is not for requesters', () => {
    aNewTicket.when(assign({ by: carla, teamId: BILLING })).thenRefused({ code: 'NOT_PERMITTED' });
  });

  it('looks to those who may not see the ticket as if there were none', () => {
    aNewTicket.when(assign({ by: otto, teamId: BILLING })).thenRefused({ code: 'TICKET_NOT_FOUND' });
    noTicket.when(assign({ teamId: BILLING })).thenRefused({ code: 'TICKET_NOT_FOUND' });
  });

  it('is refused on a closed ticket', () => {
    aClosedTicket.when(assign({ teamId: BILLING })).thenRefused({ code: 'TICKET_CLOSED' });
  });
});
