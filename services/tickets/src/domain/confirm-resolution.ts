import { accept } from '@ledgerdesk/kernel';
import { heardOnLiveTicket, type Circumstances } from './hearing.ts';
import { noWay, toState } from './transition.ts';

export interface ConfirmResolution extends Circumstances {
  readonly type: 'confirm';
}

/** The requester agrees that the ticket is resolved: it closes. */
export const confirmResolution = heardOnLiveTicket('confirm', ({ lifecycle }: ConfirmResolution, ticket) =>
  ticket.kind === 'resolved'
    ? toState('closed', lifecycle, ticket, (state) =>
        accept({ type: 'ResolutionConfirmed' }, { type: 'TicketClosed', state }),
      )
    : noWay('closed', ticket),
);
