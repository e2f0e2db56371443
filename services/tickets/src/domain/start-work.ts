import { accept } from '@ledgerdesk/kernel';
import { heardOnLiveTicket, type Circumstances } from './hearing.ts';
import { noWay, toState } from './transition.ts';

export interface StartWork extends Circumstances {
  readonly type: 'start work';
}

/** Somebody works on it from now on; what waited or was on hold goes on. */
export const startWork = heardOnLiveTicket('work', ({ lifecycle }: StartWork, ticket) => {
  switch (ticket.kind) {
    case 'pending':
    case 'on_hold':
      return toState('in_progress', lifecycle, ticket, (state) => accept({ type: 'TicketResumed', state }));
    case 'resolved':
      // Whoever takes up a resolved ticket again says why: that is reopening.
      return noWay('in_progress', ticket);
    case 'new':
    case 'open':
    case 'in_progress':
      return toState('in_progress', lifecycle, ticket, (state) => accept({ type: 'TicketStarted', state }));
  }
});
