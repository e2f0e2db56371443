import { mayOnTicket, type Standing, type TicketAct } from '@ledgerdesk/contracts';
import { reject, type Instant, type Outcome } from '@ledgerdesk/kernel';
import { standingTo, type Caller } from './caller.ts';
import type { TicketEvent } from './events.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { NotPermitted, TicketNotFound, Unheard } from './refusals.ts';
import type { ClosedTicket, OpenedTicket, Ticket } from './ticket.ts';

/** What a decision needs to know of the world around its command. */
export interface Circumstances {
  readonly by: Caller;
  readonly at: Instant;
  readonly lifecycle: Lifecycle;
}

export type Decision<Command, Refused> = (command: Command, ticket: Ticket) => Outcome<TicketEvent, Refused>;

type StandingFor<Command> = (ticket: OpenedTicket, by: Caller, command: Command) => Standing;

/** Whether the caller may know that there is such a ticket. */
export const maySee = (ticket: OpenedTicket, by: Caller): boolean =>
  mayOnTicket(by.permissions, 'read', standingTo(ticket, by));

/** A decision on a ticket that the caller sees and on which the caller may act like that. */
export const heardOnTicket =
  <Command extends Circumstances, Refused = never>(
    act: TicketAct,
    decide: (command: Command, ticket: OpenedTicket) => Outcome<TicketEvent, Refused>,
    standing: StandingFor<Command> = standingTo,
  ): Decision<Command, Refused | TicketNotFound | NotPermitted> =>
  (command, ticket) => {
    if (ticket.kind === 'none' || !maySee(ticket, command.by)) return reject({ code: 'TICKET_NOT_FOUND' });
    const may = mayOnTicket(command.by.permissions, act, standing(ticket, command.by, command));
    return may ? decide(command, ticket) : reject({ code: 'NOT_PERMITTED' });
  };

/** The same for all that a closed ticket does not admit. */
export const heardOnLiveTicket = <Command extends Circumstances, Refused = never>(
  act: TicketAct,
  decide: (command: Command, ticket: Exclude<OpenedTicket, ClosedTicket>) => Outcome<TicketEvent, Refused>,
  standing?: StandingFor<Command>,
): Decision<Command, Refused | Unheard> =>
  heardOnTicket<Command, Refused | Unheard>(
    act,
    (command, ticket) => (ticket.kind === 'closed' ? reject({ code: 'TICKET_CLOSED' }) : decide(command, ticket)),
    standing,
  );
