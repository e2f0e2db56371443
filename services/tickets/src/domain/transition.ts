import { reject, type Outcome, type Rejected } from '@ledgerdesk/kernel';
import type { TicketEvent } from './events.ts';
import { reachable, type Lifecycle, type StateKind, type StateOf } from './lifecycle.ts';
import type { AlreadyInState, TransitionNotAllowed } from './refusals.ts';
import type { OpenedTicket } from './ticket.ts';

export type NoWay = AlreadyInState | TransitionNotAllowed;

/** Goes where the lifecycle leads from here to a state of that kind, or says why there is no way. */
export function toState<Kind extends StateKind>(
  kind: Kind,
  lifecycle: Lifecycle,
  ticket: OpenedTicket,
  enter: (state: StateOf<Kind>) => Outcome<TicketEvent, never>,
): Outcome<TicketEvent, NoWay> {
  const state = reachable(lifecycle, ticket.state, [kind]);
  return state && ticket.kind !== kind ? enter(state) : noWay(kind, ticket);
}

export const noWay = (kind: StateKind, ticket: OpenedTicket): Rejected<NoWay> =>
  ticket.kind === kind
    ? reject({ code: 'ALREADY_IN_STATE', state: ticket.state.key })
    : reject({ code: 'TRANSITION_NOT_ALLOWED', from: ticket.state.key, to: kind });
