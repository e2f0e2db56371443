import { addNote, type AddNote } from './add-note.ts';
import { assignTicket, type AssignTicket } from './assign-ticket.ts';
import { closeTicket, type CloseTicket } from './close-ticket.ts';
import { confirmResolution, type ConfirmResolution } from './confirm-resolution.ts';
import { holdTicket, type HoldTicket } from './hold-ticket.ts';
import { postReply, type PostReply } from './post-reply.ts';
import { reopenTicket, type ReopenTicket } from './reopen-ticket.ts';
import { resolveTicket, type ResolveTicket } from './resolve-ticket.ts';
import { startWork, type StartWork } from './start-work.ts';
import { takeTicket, type TakeTicket } from './take-ticket.ts';
import type { Aspect } from './aspects.ts';
import type { OpenedTicket, Ticket } from './ticket.ts';
import { waitForCustomer, type WaitForCustomer } from './wait-for-customer.ts';

/** All that can be wished of an opened ticket. */
export type TicketCommand =
  | AddNote
  | AssignTicket
  | CloseTicket
  | ConfirmResolution
  | HoldTicket
  | PostReply
  | ReopenTicket
  | ResolveTicket
  | StartWork
  | TakeTicket
  | WaitForCustomer;

/** The decision on any of them. */
export function decide(command: TicketCommand, ticket: Ticket) {
  switch (command.type) {
    case 'assign':
      return assignTicket(command, ticket);
    case 'take':
      return takeTicket(command, ticket);
    case 'reply':
      return postReply(command, ticket);
    case 'note':
      return addNote(command, ticket);
    case 'start work':
      return startWork(command, ticket);
    case 'wait for customer':
      return waitForCustomer(command, ticket);
    case 'hold':
      return holdTicket(command, ticket);
    case 'resolve':
      return resolveTicket(command, ticket);
    case 'confirm':
      return confirmResolution(command, ticket);
    case 'reopen':
      return reopenTicket(command, ticket);
    case 'close':
      return closeTicket(command, ticket);
  }
}

/** The aspect that a command is about; null where it is in nobody's way. */
export function aspectOf(command: TicketCommand, ticket: OpenedTicket): Aspect | null {
  switch (command.type) {
    case 'assign':
    case 'take':
      return 'assignment';
    case 'reply':
      return command.by.id === ticket.requesterId ? null : 'requester message';
    case 'note':
      return null;
    case 'start work':
    case 'wait for customer':
    case 'hold':
    case 'resolve':
    case 'confirm':
    case 'reopen':
    case 'close':
      return 'status';
  }
}
