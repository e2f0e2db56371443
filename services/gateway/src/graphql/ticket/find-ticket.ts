import type { TicketId } from '@ledgerdesk/kernel';
import type { TicketAccepted } from '../../clients/tickets.client.ts';
import { visibilityOf } from '../../identity/visibility-of.ts';
import { ticketById } from '../../views/ticket-board/ticket-board.query.ts';
import type { PageArgs } from '../connection/page-args.ts';
import type { RequestScope } from '../request/request-scope.ts';
import { readEarly } from '../timeline/read-timeline.ts';
import { Ticket } from './ticket.type.ts';

/** The ticket, or null where there is none that the caller may see; in one way with a page of its timeline, where that is wished. */
export async function findTicket(scope: RequestScope, id: TicketId, timeline?: PageArgs): Promise<Ticket | null> {
  const early = timeline && readEarly(scope, id, timeline);
  const row = await ticketById(scope.reads.query, id, visibilityOf(scope.viewer, 'read'));
  return row ? new Ticket(row, scope, early) : null;
}

/** The ticket as a change left it, or null where it cannot be read in time. */
export async function findChangedTicket(
  scope: RequestScope,
  { ticketId, cursor }: TicketAccepted,
): Promise<Ticket | null> {
  const reached = await scope.reads.reached('ticket', ticketId, cursor);
  return reached ? findTicket(scope, ticketId) : null;
}

/** The ticket with all that has happened to it by now, or null where it cannot be read in time. */
export async function findCurrentTicket(scope: RequestScope, id: TicketId): Promise<Ticket | null> {
  return (await scope.reads.caughtUp('ticket', id)) ? findTicket(scope, id) : null;
}
