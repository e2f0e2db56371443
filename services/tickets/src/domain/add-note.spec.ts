import { personal } from '@ledgerdesk/kernel';
import { ANNA, anna, CARLA, carla } from '../../test/support/people.ts';
import { aClosedTicket, anOpenTicket, by, MESSAGE, WORD, written } from '../../test/support/tickets.ts';
import { addNote } from './add-note.ts';
import type { Caller } from './caller.ts';
import type { Ticket } from './ticket.ts';

const body = { format: 'text', content: 'Her switch is old.' } as const;
const note = (caller: Caller) => (ticket: Ticket) =>
  addNote({ ...by(caller), type: 'note', messageId: MESSAGE, body }, ticket);

describe('Adding a note', () => {
  it('keeps a word among the desk, sealed for the requester', () => {
    anOpenTicket.when(note(anna)).then({ type: 'NoteAdded', authorId: ANNA, personal: personal(CARLA, { body }) });
  });

  it('is refused under the id of another message', () => {
    anOpenTicket
      .and(written)
      .when((ticket) => addNote({ ...by(anna), type: 'note', messageId: WORD, body }, ticket))
      .thenRefused({ code: 'MESSAGE_EXISTS', messageId: WORD });
  });

  it('is not for requesters', () => {
    anOpenTicket.when(note(carla)).thenRefused({ code: 'NOT_PERMITTED' });
  });

  it('is refused on a closed ticket', () => {
    aClosedTicket.when(note(anna)).thenRefused({ code: 'TICKET_CLOSED' });
  });
});
