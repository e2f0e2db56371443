import { tickets } from '@ledgerdesk/contracts';
import { firstVersion, type EventCategory, type EventVersions } from '@ledgerdesk/event-store';
import type { TicketEvent } from '../domain/events.ts';
import { ticketAggregate, type Ticket } from '../domain/ticket.ts';

/** Version 1 did not say whether its author is verified: then only submissions brought in what nobody had checked. */
const ticketOpened: EventVersions = {
  current: 2,
  upcasters: [(data) => ({ ...data, authorVerified: data['submissionId'] === null })],
};

/** How tickets stand in the ledger: the versions of their events, and the plaintexts of what is sealed. */
export const ticketCategory: EventCategory<Ticket, TicketEvent> = {
  name: 'ticket',
  aggregate: ticketAggregate,
  versions: {
    TicketOpened: ticketOpened,
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
