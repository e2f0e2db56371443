import type { CommandHandler } from '@ledgerdesk/event-store';
import type { Clock } from '@ledgerdesk/platform';
import type { TicketEvent } from '../domain/events.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { DeskDirectory } from '../ports/desk-directory.ts';
import type { Lifecycles } from '../ports/lifecycles.ts';
import type { TicketNumbers } from '../ports/ticket-numbers.ts';

/** What requests to tickets are answered with. */
export interface TicketsApi {
  readonly tickets: CommandHandler<Ticket, TicketEvent>;
  readonly numbers: TicketNumbers;
  readonly directory: DeskDirectory;
  readonly lifecycles: Lifecycles;
  readonly clock: Clock;
}

export const TICKETS_API = Symbol('TicketsApi');
