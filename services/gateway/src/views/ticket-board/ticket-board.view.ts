import type { View } from '@ledgerdesk/read-models';
import { keys, project } from './ticket-board.project.ts';
import { ticketBoardTable, type TicketBoardRow } from './ticket-board.table.ts';

/** How does each ticket stand, and which tickets stand like that? */
export const ticketBoard: View<TicketBoardRow> = {
  name: 'ticket-board',
  version: 2,
  table: ticketBoardTable,
  groups: {
    ticket: {
      columns: [
        'number',
        'subject',
        'requesterId',
        'channel',
        'submissionId',
        'firstMessageId',
        'priority',
        'stateKey',
        'stateKind',
        'lifecycleVersion',
        'teamId',
        'assigneeId',
        'openedAt',
        'changedAt',
        'publiclyChangedAt',
        'resolvedAt',
        'closedAt',
      ],
      keys,
      project,
    },
  },
  personal: { subject: 'requesterId' },
};
