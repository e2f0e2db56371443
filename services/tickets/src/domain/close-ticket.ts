import { accept } from '@ledgerdesk/kernel';
import { heardOnLiveTicket, type Circumstances } from './hearing.ts';
import { toState } from './transition.ts';

export interface CloseTicket extends Circumstances {
  readonly type: 'close';
}

/** The desk ends the ticket. */
export const closeTicket = heardOnLiveTicket('work', ({ lifecycle }: CloseTicket, ticket) =>
  toState('closed', lifecycle, ticket, (state) => accept({ type: 'TicketClosed', state })),
);
