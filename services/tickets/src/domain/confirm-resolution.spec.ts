import { anna, carla, otto } from '../../test/support/people.ts';
import { anOpenTicket, aResolvedTicket, by, state } from '../../test/support/tickets.ts';
import type { Caller } from './caller.ts';
import { confirmResolution } from './confirm-resolution.ts';
import type { Ticket } from './ticket.ts';

const confirm = (caller: Caller) => (ticket: Ticket) => confirmResolution({ ...by(caller), type: 'confirm' }, ticket);

describe('Confirming a resolution', () => {
  it('closes the ticket', () => {
    aResolvedTicket
      .when(confirm(carla))
      .then({ type: 'ResolutionConfirmed' }, { type: 'TicketClosed', state: state('closed') });
  });

  it('is refused before it is resolved', () => {
    anOpenTicket.when(confirm(carla)).thenRefused({ code: 'TRANSITION_NOT_ALLOWED', from: 'open', to: 'closed' });
  });

  it('is for the requester alone', () => {
    aResolvedTicket.when(confirm(anna)).thenRefused({ code: 'NOT_PERMITTED' });
    aResolvedTicket.when(confirm(otto)).thenRefused({ code: 'TICKET_NOT_FOUND' });
  });
});
