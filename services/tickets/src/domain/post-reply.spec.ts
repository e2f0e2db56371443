import { instantOf, personal, type Instant } from '@ledgerdesk/kernel';
import { ANNA, anna, auditor, CARLA, carla, otto } from '../../test/support/people.ts';
import {
  aClosedTicket,
  aNewTicket,
  anOpenTicket,
  aResolvedTicket,
  aTicketAwaitingCustomer,
  aTicketInProgress,
  ANSWER,
  answered,
  aTicketOnHold,
  by,
  FIRST_MESSAGE,
  MESSAGE,
  NOTE,
  noted,
  state,
} from '../../test/support/tickets.ts';
import type { Caller } from './caller.ts';
import { defaultLifecycle } from './default-lifecycle.ts';
import { postReply, type PostReply } from './post-reply.ts';
import type { Ticket } from './ticket.ts';

const body = { format: 'text', content: 'On the third floor.' } as const;
const reply =
  (caller: Caller, more: Partial<PostReply> = {}) =>
  (ticket: Ticket) =>
    postReply({ ...by(caller), type: 'reply', messageId: MESSAGE, body, channel: 'graphql', ...more }, ticket);

describe('Replying', () => {
  it('is inbound where the requester writes, with the text sealed for the requester', () => {
    anOpenTicket
      .when(reply(carla))
      .then({ type: 'ReplyPosted', direction: 'inbound', authorId: CARLA, personal: personal(CARLA, { body }) });
  });

  it('is outbound where the desk writes, and sealed for the requester all the same', () => {
    anOpenTicket
      .when(reply(anna))
      .then({ type: 'ReplyPosted', direction: 'outbound', authorId: ANNA, personal: personal(CARLA, { body }) });
  });

  it.each([
    ['waits for the customer', aTicketAwaitingCustomer],
    ['is on hold', aTicketOnHold],
  ])('by the requester brings a ticket that %s back to work in the same act', (_, ticket) => {
    ticket.when(reply(carla)).then({ type: 'ReplyPosted' }, { type: 'TicketResumed', state: state('in_progress') });
  });

  it('by the requester reopens a resolved ticket in the same act', () => {
    aResolvedTicket
      .when(reply(carla))
      .then(
        { type: 'ReplyPosted' },
        { type: 'TicketReopened', state: state('open'), personal: personal(CARLA, { reason: '' }) },
      );
  });

  it('by the requester is refused once a ticket is resolved for longer than the window', () => {
    aResolvedTicket
      .when(reply(carla, { at: '2026-03-20T09:00:00.000Z' as Instant }))
      .thenRefused({ code: 'REOPEN_WINDOW_PASSED', resolvedForDays: 18, reopenWindowDays: 14 });
  });

  it('by the requester changes no other state', () => {
    aTicketInProgress.when(reply(carla)).then({ type: 'ReplyPosted' });
  });

  it('by the desk starts a new ticket', () => {
    aNewTicket.when(reply(anna)).then({ type: 'ReplyPosted' }, { type: 'TicketStarted', state: state('in_progress') });
  });

  it('by the desk leaves a ticket waiting for the customer where the lifecycle says so', () => {
    const lifecycle = {
      ...defaultLifecycle,
      consequences: { ...defaultLifecycle.consequences, agentReplied: { in_progress: 'pending' } },
    };
    aTicketInProgress
      .when(reply(anna, { lifecycle }))
      .then({ type: 'ReplyPosted' }, { type: 'TicketPended', state: state('pending') });
  });

  it('by the desk does not reopen a resolved ticket', () => {
    aResolvedTicket.when(reply(anna, { at: instantOf(0) })).then({ type: 'ReplyPosted' });
  });

  it.each([
    ['the first', anOpenTicket, FIRST_MESSAGE],
    ['an earlier', anOpenTicket.and(answered, noted), ANSWER],
    ['the newest', anOpenTicket.and(answered, noted), NOTE],
  ])('is refused under the id of %s message of the ticket', (_, ticket, messageId) => {
    ticket.when(reply(carla, { messageId })).thenRefused({ code: 'MESSAGE_EXISTS', messageId });
  });

  it('is refused on a closed ticket', () => {
    aClosedTicket.when(reply(carla)).thenRefused({ code: 'TICKET_CLOSED' });
  });

  it('is refused to those who only look, and shows nothing to those who may not', () => {
    anOpenTicket.when(reply(auditor)).thenRefused({ code: 'NOT_PERMITTED' });
    anOpenTicket.when(reply(otto)).thenRefused({ code: 'TICKET_NOT_FOUND' });
  });
});
