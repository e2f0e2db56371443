import { reject, type Outcome } from '@ledgerdesk/kernel';
import type { TicketEvent } from './events.ts';
import { maySee } from './hearing.ts';
import type { EditConflict, TicketNotFound } from './refusals.ts';
import { ticketAggregate, type OpenedTicket, type Ticket } from './ticket.ts';
import { aspectOf, decide, type TicketCommand } from './ticket-command.ts';

/** Several commands as one act: in order, all or nothing. */
export interface ChangeTicket {
  /** What the caller had seen: refuses only where a later event touched what a command is about. */
  readonly expectedRevision: number | null;
  readonly commands: readonly [TicketCommand, ...TicketCommand[]];
}

type RefusedCommand = Extract<ReturnType<typeof decide>, { accepted: false }>['refusal'];
/** The first refusal met, with the place of its command. */
export type ChangeRefused = (RefusedCommand | EditConflict) & { readonly path?: readonly string[] };

export function changeTicket(
  change: ChangeTicket,
  ticket: Ticket,
  revision: number,
): Outcome<TicketEvent, ChangeRefused> {
  const [{ by }] = change.commands;
  if (ticket.kind === 'none' || !maySee(ticket, by)) return reject<TicketNotFound>({ code: 'TICKET_NOT_FOUND' });
  const conflict = editConflict(change, ticket, revision);
  return conflict ? reject(conflict) : decideAll(change.commands, ticket, revision);
}

/** Decides each command on the ticket as those before it leave it. */
export function decideAll(
  commands: ChangeTicket['commands'],
  ticket: Ticket,
  revision: number,
): Outcome<TicketEvent, ChangeRefused> {
  const events: TicketEvent[] = [];
  let changed = ticket;
  for (const [index, command] of commands.entries()) {
    const outcome = decide(command, changed);
    if (!outcome.accepted) return reject({ ...outcome.refusal, path: placeOf(index) });
    for (const event of outcome.events) {
      events.push(event);
      changed = ticketAggregate.evolve(changed, event, { occurredAt: command.at, revision: revision + events.length });
    }
  }
  return { accepted: true, events: events as [TicketEvent, ...TicketEvent[]] };
}

function editConflict(change: ChangeTicket, ticket: OpenedTicket, revision: number): ChangeRefused | undefined {
  const { expectedRevision, commands } = change;
  if (expectedRevision === null) return undefined;
  if (expectedRevision > revision) {
    return { code: 'EDIT_CONFLICT', aspect: null, expectedRevision, currentRevision: revision };
  }
  for (const [index, command] of commands.entries()) {
    const aspect = aspectOf(command, ticket);
    const currentRevision = aspect === null ? -1 : ticket.lastTouched[aspect];
    if (currentRevision > expectedRevision) {
      return { code: 'EDIT_CONFLICT', aspect, expectedRevision, currentRevision, path: placeOf(index) };
    }
  }
  return undefined;
}

const placeOf = (index: number): readonly string[] => ['commands', String(index)];
