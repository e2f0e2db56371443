import { rolePermissions } from '@ledgerdesk/contracts';
import { personal } from '@ledgerdesk/kernel';
import { anna, auditor, BILLING, CARLA, carla, desk, OTTO, otto } from '../../test/support/people.ts';
import { aNewTicket, by, MESSAGE, noTicket, state } from '../../test/support/tickets.ts';
import { nobody } from './desk.ts';
import { openTicket, type OpenTicket } from './open-ticket.ts';
import type { Ticket } from './ticket.ts';

const open = (command: Partial<OpenTicket>) => (ticket: Ticket) =>
  openTicket(
    {
      ...by(carla),
      number: 'LD-7',
      requesterId: CARLA,
      subject: 'No network',
      body: { format: 'text', content: 'Since this morning.' },
      messageId: MESSAGE,
      authorVerified: true,
      channel: 'graphql',
      submissionId: null,
      teamId: null,
      priority: 'normal',
      desk,
      ...command,
    },
    ticket,
  );

const SUBMISSION = 'sub_01h455vb4pex5vsknk084sn02q';

describe('Opening a ticket', () => {
  it('makes a new ticket under its number, with the text sealed for the requester', () => {
    noTicket.when(open({})).then({
      type: 'TicketOpened',
      number: 'LD-7',
      requesterId: CARLA,
      state: state('new'),
      personal: personal(CARLA, {
        subject: 'No network',
        body: { format: 'text', content: 'Since this morning.' },
      }),
    });
  });

  it('says whether its author is verified', () => {
    noTicket.when(open({})).then({ authorVerified: true });
    noTicket.when(open({ by: anna, authorVerified: false })).then({ authorVerified: false });
  });

  it('is refused where a ticket of this id exists', () => {
    aNewTicket.when(open({})).thenRefused({ code: 'TICKET_EXISTS' });
  });

  it('is for oneself unless one may open for others', () => {
    noTicket.when(open({ by: otto })).thenRefused({ code: 'NOT_PERMITTED' });
    noTicket.when(open({ by: anna })).then({ requesterId: CARLA });
  });

  it('is refused to those who only look', () => {
    noTicket.when(open({ by: auditor, requesterId: OTTO })).thenRefused({ code: 'NOT_PERMITTED' });
  });

  it('leaves it to the desk which team has it and where it came from', () => {
    noTicket.when(open({ teamId: BILLING })).thenRefused({ code: 'NOT_PERMITTED' });
    noTicket.when(open({ submissionId: SUBMISSION })).thenRefused({ code: 'NOT_PERMITTED' });
    noTicket.when(open({ by: anna, teamId: BILLING, submissionId: SUBMISSION })).then({ teamId: BILLING });
  });

  it('is refused for a person or a team that nobody knows', () => {
    noTicket.when(open({ by: anna, desk: nobody })).thenRefused({ code: 'PERSON_NOT_FOUND', personId: CARLA });
    noTicket
      .when(open({ by: anna, teamId: BILLING, desk: { ...desk, teams: new Set() } }))
      .thenRefused({ code: 'TEAM_NOT_FOUND', teamId: BILLING });
  });

  it('asks nobody whether the caller exists', () => {
    noTicket.when(open({ desk: nobody })).then({ requesterId: CARLA });
    const service = { id: 'service:intake', permissions: rolePermissions.requester, teams: [] };
    noTicket.when(open({ by: service })).thenRefused({ code: 'NOT_PERMITTED' });
  });
});
