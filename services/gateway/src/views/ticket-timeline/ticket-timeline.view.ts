import type { View } from '@ledgerdesk/read-models';
import { keys, project } from './ticket-timeline.project.ts';
import { ticketTimelineTable, type TicketTimelineRow } from './ticket-timeline.table.ts';

/** What has happened to a ticket: who did it, when and why? */
export const ticketTimeline: View<TicketTimelineRow> = {
  name: 'ticket-timeline',
  version: 2,
  table: ticketTimelineTable,
  groups: {
    ticket: {
      columns: [
        'ticketId',
        'sequence',
        'kind',
        'occurredAt',
        'actorKind',
        'actorId',
        'actorOnBehalfOf',
        'actorVia',
        'causationId',
        'subjectId',
        'text',
        'format',
        'messageId',
        'authorId',
        'authorVerified',
        'direction',
        'channel',
        'stateKey',
        'stateKind',
        'teamId',
        'agentId',
      ],
      keys,
      project,
    },
  },
  personal: { text: 'subjectId', format: 'subjectId' },
};
