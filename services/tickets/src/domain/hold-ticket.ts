import { accept, personal } from '@ledgerdesk/kernel';
import { heardOnLiveTicket, type Circumstances } from './hearing.ts';
import { toState } from './transition.ts';

export interface HoldTicket extends Circumstances {
  readonly type: 'hold';
  readonly reason: string;
}

/** Nothing can be done for a reason that is not the requester's. */
export const holdTicket = heardOnLiveTicket('work', ({ lifecycle, reason }: HoldTicket, ticket) =>
  toState('on_hold', lifecycle, ticket, (state) =>
    accept({ type: 'TicketHeld', state, personal: personal(ticket.requesterId, { reason }) }),
  ),
);
