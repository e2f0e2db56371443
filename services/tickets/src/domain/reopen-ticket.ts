import { accept, daysBetween, personal, reject, type Instant, type Outcome } from '@ledgerdesk/kernel';
import type { TicketReopened } from './events.ts';
import { heardOnTicket, type Circumstances } from './hearing.ts';
import { reachable, type Lifecycle, type StateOf } from './lifecycle.ts';
import type { ReopenWindowPassed, TransitionNotAllowed } from './refusals.ts';
import type { ClosedTicket, ResolvedTicket } from './ticket.ts';

export interface ReopenTicket extends Circumstances {
  readonly type: 'reopen';
  readonly reason: string;
}

/** It was not resolved after all. */
export const reopenTicket = heardOnTicket(
  'reopen',
  (
    { lifecycle, reason, at }: ReopenTicket,
    ticket,
  ): Outcome<TicketReopened, TransitionNotAllowed | ReopenWindowPassed> => {
    const notAllowed = reject({ code: 'TRANSITION_NOT_ALLOWED', from: ticket.state.key, to: 'open' });
    if (ticket.kind !== 'resolved' && ticket.kind !== 'closed') return notAllowed;
    const state = reachable(lifecycle, ticket.state, ['open', 'in_progress'], lifecycle.reopened);
    return state ? reopened({ ticket, lifecycle, at, state, reason }) : notAllowed;
  },
);

interface Reopening {
  readonly ticket: ResolvedTicket | ClosedTicket;
  readonly lifecycle: Lifecycle;
  readonly at: Instant;
  readonly state: StateOf<'open' | 'in_progress'>;
  readonly reason: string;
}

/** Reopens within the window. */
export function reopened({
  ticket,
  lifecycle,
  at,
  state,
  reason,
}: Reopening): Outcome<TicketReopened, ReopenWindowPassed> {
  const { reopenWindowDays } = lifecycle;
  const days = daysBetween(ticket.resolvedAt, at);
  return days > reopenWindowDays
    ? reject({ code: 'REOPEN_WINDOW_PASSED', resolvedForDays: Math.ceil(days), reopenWindowDays })
    : accept({ type: 'TicketReopened', state, personal: personal(ticket.requesterId, { reason }) });
}
