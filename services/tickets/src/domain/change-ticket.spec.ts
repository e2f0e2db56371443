import type { MessageId } from '@ledgerdesk/kernel';
import { ANNA, anna, carla, desk, NETWORK, otto, sofia } from '../../test/support/people.ts';
import {
  aNewTicket,
  anOpenTicket,
  answered,
  aTicketInProgress,
  assigned,
  by,
  MESSAGE,
  noted,
  noTicket,
  pended,
  state,
  taken,
  written,
} from '../../test/support/tickets.ts';
import { changeTicket, type ChangeTicket } from './change-ticket.ts';
import type { Caller } from './caller.ts';
import type { Ticket } from './ticket.ts';
import type { TicketCommand } from './ticket-command.ts';

const OTHER_MESSAGE: MessageId = 'msg_01h455vb4pex5vsknk084sn02r';

const change =
  (commands: ChangeTicket['commands'], expectedRevision: number | null = null) =>
  (ticket: Ticket, revision: number) =>
    changeTicket({ commands, expectedRevision }, ticket, revision);

const body = { format: 'text', content: 'Which floor?' } as const;
const reply = (caller: Caller = anna): TicketCommand => ({
  ...by(caller),
  type: 'reply',
  messageId: MESSAGE,
  body,
  channel: 'graphql',
});
const note: TicketCommand = { ...by(anna), type: 'note', messageId: OTHER_MESSAGE, body };
const start: TicketCommand = { ...by(anna), type: 'start work' };
const wait: TicketCommand = { ...by(anna), type: 'wait for customer' };
const take: TicketCommand = { ...by(anna), type: 'take' };
const assign: TicketCommand = { ...by(sofia), type: 'assign', teamId: NETWORK, agentId: ANNA, desk };

describe('Changing a ticket by several commands', () => {
  it('decides each on the ticket as those before it leave it', () => {
    aNewTicket
      .when(change([take, reply(), wait]))
      .then(
        { type: 'TicketTaken', state: state('open') },
        { type: 'ReplyPosted' },
        { type: 'TicketPended', state: state('pending') },
      );
  });

  it('does nothing where one is refused, and says which', () => {
    anOpenTicket
      .when(change([reply(), start, start]))
      .thenRefused({ code: 'ALREADY_IN_STATE', state: 'in_progress', path: ['commands', '2'] });
  });

  it('gives no two messages one id', () => {
    anOpenTicket
      .when(change([reply(), { ...reply(sofia), type: 'note', messageId: MESSAGE, body }]))
      .thenRefused({ code: 'MESSAGE_EXISTS', messageId: MESSAGE, path: ['commands', '1'] });
  });

  it('shows nothing of a ticket that one may not see, whatever one expects of it', () => {
    anOpenTicket.when(change([reply(otto)], 99)).thenRefused({ code: 'TICKET_NOT_FOUND' });
    noTicket.when(change([reply()], 99)).thenRefused({ code: 'TICKET_NOT_FOUND' });
  });
});

describe('An expected revision', () => {
  const seen = 0;
  const conflict = (aspect: 'assignment' | 'status' | 'requester message', currentRevision: number) =>
    ({ code: 'EDIT_CONFLICT', aspect, expectedRevision: seen, currentRevision, path: ['commands', '0'] }) as const;

  it('refuses an assignment once the ticket was assigned otherwise', () => {
    aNewTicket
      .and(assigned)
      .when(change([assign], seen))
      .thenRefused(conflict('assignment', 1));
    aNewTicket
      .and(taken)
      .when(change([assign], seen))
      .thenRefused(conflict('assignment', 1));
  });

  it('refuses a change of state once the state has changed, also by an assignment', () => {
    aNewTicket
      .and(pended)
      .when(change([start], seen))
      .thenRefused(conflict('status', 1));
    aNewTicket
      .and(assigned)
      .when(change([start], seen))
      .thenRefused(conflict('status', 1));
  });

  it("refuses the desk's reply once the requester has written", () => {
    aNewTicket
      .and(written)
      .when(change([reply()], seen))
      .thenRefused(conflict('requester message', 1));
  });

  it("lets the requester's own reply pass", () => {
    aNewTicket
      .and(written)
      .when(change([reply(carla)], seen))
      .then({ type: 'ReplyPosted' });
  });

  it('lets pass what was not touched since', () => {
    aNewTicket
      .and(written, noted, answered)
      .when(change([assign], seen))
      .then({ type: 'TicketAssigned' });
    aTicketInProgress
      .and(assigned)
      .when(change([reply(), note], seen))
      .then({ type: 'ReplyPosted' }, { type: 'NoteAdded' });
    aNewTicket
      .and(assigned, taken)
      .when(change([note], seen))
      .then({ type: 'NoteAdded' });
  });

  it('does not collide with what the same act does', () => {
    aNewTicket
      .when(change([take, start, wait], 0))
      .then({ type: 'TicketTaken' }, { type: 'TicketStarted' }, { type: 'TicketPended' });
  });

  it('names the place of the command that collides', () => {
    aNewTicket
      .and(pended)
      .when(change([take, start], seen))
      .thenRefused({ ...conflict('status', 1), path: ['commands', '1'] });
  });

  it('that the ticket has not reached is a conflict too', () => {
    aNewTicket
      .when(change([start], 7))
      .thenRefused({ code: 'EDIT_CONFLICT', aspect: null, expectedRevision: 7, currentRevision: 0 });
  });
});
