import { personal } from '@ledgerdesk/kernel';
import { anna, CARLA, carla } from '../../test/support/people.ts';
import {
  aClosedTicket,
  aNewTicket,
  anOpenTicket,
  aResolvedTicket,
  aTicketAwaitingCustomer,
  aTicketInProgress,
  aTicketOnHold,
  by,
  state,
} from '../../test/support/tickets.ts';
import { closeTicket } from './close-ticket.ts';
import { holdTicket } from './hold-ticket.ts';
import { resolveTicket } from './resolve-ticket.ts';
import { startWork } from './start-work.ts';
import type { Ticket } from './ticket.ts';
import { waitForCustomer } from './wait-for-customer.ts';

const start = (ticket: Ticket) => startWork({ ...by(anna), type: 'start work' }, ticket);
const wait = (ticket: Ticket) => waitForCustomer({ ...by(anna), type: 'wait for customer' }, ticket);
const hold = (ticket: Ticket) => holdTicket({ ...by(anna), type: 'hold', reason: 'A part is on its way.' }, ticket);
const resolve = (ticket: Ticket) => resolveTicket({ ...by(anna), type: 'resolve', resolution: 'Plugged in.' }, ticket);
const close = (ticket: Ticket) => closeTicket({ ...by(anna), type: 'close' }, ticket);

describe('Starting work', () => {
  it.each([
    ['a new', aNewTicket],
    ['an open', anOpenTicket],
  ])('takes up %s ticket', (_, ticket) => {
    ticket.when(start).then({ type: 'TicketStarted', state: state('in_progress') });
  });

  it.each([
    ['waited for the customer', aTicketAwaitingCustomer],
    ['was on hold', aTicketOnHold],
  ])('resumes a ticket that %s', (_, ticket) => {
    ticket.when(start).then({ type: 'TicketResumed', state: state('in_progress') });
  });

  it('is refused where work goes on already', () => {
    aTicketInProgress.when(start).thenRefused({ code: 'ALREADY_IN_STATE', state: 'in_progress' });
  });

  it('is refused on a resolved ticket, which is reopened instead', () => {
    aResolvedTicket.when(start).thenRefused({ code: 'TRANSITION_NOT_ALLOWED', from: 'resolved', to: 'in_progress' });
  });
});

describe('Waiting for the customer', () => {
  it('is for a ticket on which nothing can be done without an answer', () => {
    aTicketInProgress.when(wait).then({ type: 'TicketPended', state: state('pending') });
  });

  it('is refused where it waits already, and where it is resolved', () => {
    aTicketAwaitingCustomer.when(wait).thenRefused({ code: 'ALREADY_IN_STATE', state: 'pending' });
    aResolvedTicket.when(wait).thenRefused({ code: 'TRANSITION_NOT_ALLOWED', from: 'resolved', to: 'pending' });
  });
});

describe('Holding a ticket', () => {
  it('says why, sealed for the requester', () => {
    anOpenTicket.when(hold).then({
      type: 'TicketHeld',
      state: state('on_hold'),
      personal: personal(CARLA, { reason: 'A part is on its way.' }),
    });
  });

  it('is refused where it is on hold already', () => {
    aTicketOnHold.when(hold).thenRefused({ code: 'ALREADY_IN_STATE', state: 'on_hold' });
  });
});

describe('Resolving a ticket', () => {
  it.each([
    ['new', aNewTicket],
    ['open', anOpenTicket],
    ['in progress', aTicketInProgress],
    ['pending', aTicketAwaitingCustomer],
    ['on hold', aTicketOnHold],
  ])('ends the work on one that is %s, with the resolution sealed for the requester', (_, ticket) => {
    ticket.when(resolve).then({
      type: 'TicketResolved',
      state: state('resolved'),
      personal: personal(CARLA, { resolution: 'Plugged in.' }),
    });
  });

  it('is refused where it is resolved already', () => {
    aResolvedTicket.when(resolve).thenRefused({ code: 'ALREADY_IN_STATE', state: 'resolved' });
  });
});

describe('Closing a ticket', () => {
  it('ends a resolved ticket', () => {
    aResolvedTicket.when(close).then({ type: 'TicketClosed', state: state('closed') });
  });

  it('is refused before it is resolved', () => {
    anOpenTicket.when(close).thenRefused({ code: 'TRANSITION_NOT_ALLOWED', from: 'open', to: 'closed' });
  });
});

describe('Working on a ticket', () => {
  const acts = [
    ['starting work', (ticket: Ticket) => startWork({ ...by(carla), type: 'start work' }, ticket), start],
    ['waiting', (ticket: Ticket) => waitForCustomer({ ...by(carla), type: 'wait for customer' }, ticket), wait],
    ['holding', (ticket: Ticket) => holdTicket({ ...by(carla), type: 'hold', reason: '?' }, ticket), hold],
    [
      'resolving',
      (ticket: Ticket) => resolveTicket({ ...by(carla), type: 'resolve', resolution: '' }, ticket),
      resolve,
    ],
    ['closing', (ticket: Ticket) => closeTicket({ ...by(carla), type: 'close' }, ticket), close],
  ] as const;

  it.each(acts)('is not for requesters: %s', (_, byRequester) => {
    anOpenTicket.when(byRequester).thenRefused({ code: 'NOT_PERMITTED' });
  });

  it.each(acts)('is refused on a closed ticket: %s', (_, _byRequester, byAgent) => {
    aClosedTicket.when(byAgent).thenRefused({ code: 'TICKET_CLOSED' });
  });
});
