import type { TicketEvent } from './events.ts';
import type { OpenedTicket, Ticket } from './ticket.ts';

/** What two people can change at once without being in each other's way. */
export type Aspect = 'status' | 'assignment' | 'requester message';

/** The revision of the last event that touched each aspect. */
export type LastTouched = Readonly<Record<Aspect, number>>;

export const untouched: LastTouched = { status: 0, assignment: 0, 'requester message': 0 };

/** The ticket after an event, with that event's revision noted at each aspect it touched. */
export function touch(ticket: Ticket, event: TicketEvent, before: Ticket, revision: number): Ticket {
  if (ticket.kind === 'none') return ticket;
  const touched = Object.fromEntries(aspectsTouched(event, before, ticket).map((aspect) => [aspect, revision]));
  return { ...ticket, lastTouched: { ...ticket.lastTouched, ...touched } };
}

function aspectsTouched(event: TicketEvent, before: Ticket, after: OpenedTicket): readonly Aspect[] {
  switch (event.type) {
    case 'TicketOpened':
      return ['status', 'assignment', 'requester message'];
    case 'TicketAssigned':
    case 'TicketTaken':
      return before.kind !== 'none' && before.state.key === after.state.key ? ['assignment'] : ['assignment', 'status'];
    case 'ReplyPosted':
      return event.direction === 'inbound' ? ['requester message'] : [];
    case 'TicketStarted':
    case 'TicketPended':
    case 'TicketHeld':
    case 'TicketResumed':
    case 'TicketResolved':
    case 'TicketReopened':
    case 'TicketClosed':
      return ['status'];
    case 'NoteAdded':
    case 'ResolutionConfirmed':
    case 'SubmissionRefused':
      return [];
  }
}
