import { tickets } from '@ledgerdesk/contracts';
import { newId } from '@ledgerdesk/kernel';

/** A request to open a ticket, of which only this matters. */
export const aRequest = (said: Partial<tickets.OpenTicketRequest>): tickets.OpenTicketRequest => ({
  header: { commandId: 'c', correlationId: '', causationId: '', via: 'graphql' },
  ticketId: newId('tkt'),
  requesterId: '',
  subject: 'Printer on fire',
  body: { format: tickets.BodyFormat.BODY_FORMAT_TEXT, content: 'It smokes.' },
  channel: 'form',
  submissionId: '',
  teamId: '',
  priority: tickets.Priority.PRIORITY_HIGH,
  ...said,
});
