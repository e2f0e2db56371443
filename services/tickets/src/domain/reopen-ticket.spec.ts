import { personal, type Instant } from '@ledgerdesk/kernel';
import { happened, SOME_TIME } from '@ledgerdesk/testing';
import { anna, auditor, CARLA, carla } from '../../test/support/people.ts';
import {
  aClosedTicket,
  anOpenTicket,
  aResolvedTicket,
  aTicketInProgress,
  by,
  closed,
  reopened,
  resolved,
  state,
} from '../../test/support/tickets.ts';
import type { Caller } from './caller.ts';
import { defaultLifecycle } from './default-lifecycle.ts';
import { reopenTicket } from './reopen-ticket.ts';
import type { Ticket } from './ticket.ts';

const reopen =
  (caller: Caller, at: Instant = SOME_TIME) =>
  (ticket: Ticket) =>
    reopenTicket({ ...by(caller, at), type: 'reopen', reason: 'Again.' }, ticket);
const onDay = (day: number) => `2026-03-${String(day).padStart(2, '0')}T09:00:00.000Z` as Instant;

describe('Reopening a ticket', () => {
  it.each([
    ['resolved', aResolvedTicket],
    ['closed', aClosedTicket],
  ])('opens a %s ticket again, with the reason sealed for the requester', (_, ticket) => {
    ticket.when(reopen(carla)).then({
      type: 'TicketReopened',
      state: state('open'),
      personal: personal(CARLA, { reason: 'Again.' }),
    });
  });

  it('is for agents too, and not for those who only look', () => {
    aResolvedTicket.when(reopen(anna)).then({ type: 'TicketReopened' });
    aResolvedTicket.when(reopen(auditor)).thenRefused({ code: 'NOT_PERMITTED' });
  });

  it('is refused while it is neither resolved nor closed', () => {
    anOpenTicket.when(reopen(carla)).thenRefused({ code: 'TRANSITION_NOT_ALLOWED', from: 'open', to: 'open' });
  });

  it('is allowed until the window ends, and refused from then on', () => {
    aResolvedTicket.when(reopen(carla, onDay(16))).then({ type: 'TicketReopened' });
    aResolvedTicket
      .when(reopen(carla, '2026-03-16T09:00:00.001Z' as Instant))
      .thenRefused({ code: 'REOPEN_WINDOW_PASSED', resolvedForDays: 15, reopenWindowDays: 14 });
  });

  it('counts the window from the resolution, not from the closing', () => {
    aResolvedTicket
      .and(happened(onDay(10), closed))
      .when(reopen(carla, onDay(20)))
      .thenRefused({ code: 'REOPEN_WINDOW_PASSED', resolvedForDays: 18, reopenWindowDays: 14 });
  });

  it('counts it from the newest resolution', () => {
    aTicketInProgress
      .and(resolved, reopened, happened(onDay(10), resolved))
      .when(reopen(carla, onDay(20)))
      .then({ type: 'TicketReopened' });
  });

  it('is refused where the lifecycle knows no way back', () => {
    const lifecycle = {
      ...defaultLifecycle,
      transitions: defaultLifecycle.transitions.filter(({ from }) => from !== 'closed'),
    };
    aClosedTicket
      .when((ticket) => reopenTicket({ ...by(carla), lifecycle, type: 'reopen', reason: 'Again.' }, ticket))
      .thenRefused({ code: 'TRANSITION_NOT_ALLOWED', from: 'closed', to: 'open' });
  });
});
