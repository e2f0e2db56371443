import type { Refusal, tickets } from '@ledgerdesk/contracts';
import type { Handled } from '@ledgerdesk/event-store';
import { toRefusalMessage } from '@ledgerdesk/platform';
import type { Ticket } from '../domain/ticket.ts';

export const toRefused = (refusal: Refusal): tickets.TicketReply => ({
  outcome: { $case: 'refused', value: toRefusalMessage(refusal) },
});

export function toReply(handled: Handled<Ticket, Refusal>): tickets.TicketReply {
  if (!handled.accepted) return toRefused({ ...handled.refusal });
  const { id, revision, cursor, state } = handled;
  const number = state.kind === 'none' ? '' : state.number;
  return { outcome: { $case: 'accepted', value: { ticketId: id, number, revision, cursor } } };
}
