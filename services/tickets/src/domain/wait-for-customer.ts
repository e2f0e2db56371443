import { accept } from '@ledgerdesk/kernel';
import { heardOnLiveTicket, type Circumstances } from './hearing.ts';
import { toState } from './transition.ts';

export interface WaitForCustomer extends Circumstances {
  readonly type: 'wait for customer';
}

/** Nothing can be done until the requester answers. */
export const waitForCustomer = heardOnLiveTicket('work', ({ lifecycle }: WaitForCustomer, ticket) =>
  toState('pending', lifecycle, ticket, (state) => accept({ type: 'TicketPended', state })),
);
