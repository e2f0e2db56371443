import { tickets } from '@ledgerdesk/contracts';
import { firstVersion, type EventCategory } from '@ledgerdesk/event-store';
import type { TicketEvent } from '../domain/events.ts';
import { ticketAggregate, type Ticket } from '../domain/ticket.ts';

/** How tickets stand in the ledger: the versions of their events, and the plaintexts of what is sealed. */
export const ticketCategory: EventCategory<Ticket, TicketEvent> = {
  name: 'ticket',
  aggregate: ticketAggregate,
  versions: {
    TicketOpened: firstVersion,
    TicketAssigned: firstVersion,
    TicketTaken: firstVersion,
    ReplyPosted: firstVersion,
    NoteAdded: firstVersion,
    TicketStarted: firstVersion,
    TicketPended: firstVersion,
    TicketHeld: firstVersion,
    TicketResumed: firstVersion,
    TicketResolved: firstVersion,
    ResolutionConfirmed: firstVersion,
    TicketReopened: firstVersion,
    TicketClosed: firstVersion,
    SubmissionRefused: firstVersion,
  },
  personal: {
    TicketOpened: tickets.TicketOpenedPersonal,
    ReplyPosted: tickets.ReplyPostedPersonal,
    NoteAdded: tickets.NoteAddedPersonal,
    TicketHeld: tickets.TicketHeldPersonal,
    TicketResolved: tickets.TicketResolvedPersonal,
    TicketReopened: tickets.TicketReopenedPersonal,
  },
};
