import type { Aggregate, Facts, Instant, MessageId, PersonId, TeamId } from '@ledgerdesk/kernel';
import { touch, untouched, type LastTouched } from './aspects.ts';
import type { TicketEvent, TicketOpened, UnresolvedKind } from './events.ts';
import type { State, StateOf } from './lifecycle.ts';
import type { Messages } from './messages.ts';

export interface Assignment {
  readonly teamId: TeamId | null;
  readonly agentId: PersonId | null;
}

interface Opened extends Assignment {
  readonly number: string;
  readonly requesterId: PersonId;
  readonly messages: Messages;
  readonly lastTouched: LastTouched;
}

/** Nothing was opened under this id. */
export interface NoTicket {
  readonly kind: 'none';
}

/** Somebody has to do something, or it waits. */
export interface UnresolvedTicket extends Opened {
  readonly kind: UnresolvedKind;
  readonly state: StateOf<UnresolvedKind>;
}

export interface ResolvedTicket extends Opened {
  readonly kind: 'resolved';
  readonly state: StateOf<'resolved'>;
  readonly resolvedAt: Instant;
}

export interface ClosedTicket extends Opened {
  readonly kind: 'closed';
  readonly state: StateOf<'closed'>;
  /** Of a ticket that was closed without having been resolved, the time of its closing. */
  readonly resolvedAt: Instant;
}

export type OpenedTicket = UnresolvedTicket | ResolvedTicket | ClosedTicket;
export type Ticket = NoTicket | OpenedTicket;

export const ticketAggregate: Aggregate<Ticket, TicketEvent> = {
  initial: { kind: 'none' },
  evolve: (ticket, event, facts) => touch(follow(ticket, event, facts), event, ticket, facts.revision),
};

function follow(ticket: Ticket, event: TicketEvent, { occurredAt }: Facts): Ticket {
  switch (event.type) {
    case 'TicketOpened':
      return opened(event);
    case 'TicketAssigned':
      return entered({ ...existing(ticket), teamId: event.teamId, agentId: event.agentId }, event.state, occurredAt);
    case 'TicketTaken':
      return entered({ ...existing(ticket), agentId: event.agentId }, event.state, occurredAt);
    case 'TicketStarted':
    case 'TicketPended':
    case 'TicketHeld':
    case 'TicketResumed':
    case 'TicketResolved':
    case 'TicketReopened':
    case 'TicketClosed':
      return entered(existing(ticket), event.state, occurredAt);
    case 'ReplyPosted':
    case 'NoteAdded':
      return withMessage(existing(ticket), event.messageId);
    case 'ResolutionConfirmed':
    case 'SubmissionRefused':
      return ticket;
  }
}

const opened = ({ number, requesterId, teamId, messageId, state }: TicketOpened): UnresolvedTicket => ({
  kind: state.kind,
  number,
  requesterId,
  teamId,
  agentId: null,
  state,
  messages: { id: messageId, earlier: null },
  lastTouched: untouched,
});

const withMessage = (ticket: OpenedTicket, id: MessageId): OpenedTicket => ({
  ...ticket,
  messages: { id, earlier: ticket.messages },
});

/** The ticket in a state: the same as before where it stands in that kind already. */
function entered(ticket: OpenedTicket, state: State, occurredAt: Instant): OpenedTicket {
  const { number, requesterId, teamId, agentId, messages, lastTouched } = ticket;
  const common: Opened = { number, requesterId, teamId, agentId, messages, lastTouched };
  switch (state.kind) {
    case 'resolved':
      return {
        ...common,
        kind: 'resolved',
        state: { ...state, kind: 'resolved' },
        resolvedAt: resolvedAt(ticket) ?? occurredAt,
      };
    case 'closed':
      return {
        ...common,
        kind: 'closed',
        state: { ...state, kind: 'closed' },
        resolvedAt: resolvedAt(ticket) ?? occurredAt,
      };
    case 'new':
    case 'open':
    case 'in_progress':
    case 'pending':
    case 'on_hold':
      return { ...common, kind: state.kind, state: { ...state, kind: state.kind } };
  }
}

const resolvedAt = (ticket: OpenedTicket): Instant | undefined =>
  ticket.kind === 'resolved' || ticket.kind === 'closed' ? ticket.resolvedAt : undefined;

function existing(ticket: Ticket): OpenedTicket {
  if (ticket.kind === 'none') throw new Error('Corrupt stream: something happened to a ticket before it was opened');
  return ticket;
}

/**
 * Whether the number that was taken for an opening is a ticket's now. A repeat is told by the number of its first answer,
 * which may be this one: where the ledger's answer was lost on the way, the same try was made again.
 */
export const bears = (
  opening: { readonly accepted: false } | { readonly accepted: true; readonly state: Ticket },
  number: string,
): boolean => opening.accepted && opening.state.kind !== 'none' && opening.state.number === number;
