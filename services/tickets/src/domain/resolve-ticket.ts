import { accept, personal } from '@ledgerdesk/kernel';
import { heardOnLiveTicket, type Circumstances } from './hearing.ts';
import { toState } from './transition.ts';

export interface ResolveTicket extends Circumstances {
  readonly type: 'resolve';
  readonly resolution: string;
}

/** The desk holds that the request is answered. */
export const resolveTicket = heardOnLiveTicket('work', ({ lifecycle, resolution }: ResolveTicket, ticket) =>
  toState('resolved', lifecycle, ticket, (state) =>
    accept({ type: 'TicketResolved', state, personal: personal(ticket.requesterId, { resolution }) }),
  ),
);
