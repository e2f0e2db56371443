import type { tickets } from '@ledgerdesk/contracts';
import { sealedOf } from '@ledgerdesk/event-store';
import type { Publishing } from '@ledgerdesk/messaging';
import type { TicketEvent } from '../domain/events.ts';

/** What the world hears of a ticket: every event, its text closed. Empty stands for none. */
export const ticketPublishing: Publishing<TicketEvent, tickets.TicketEvent> = {
  TicketOpened: ({ number, requesterId, channel, submissionId, priority, state, teamId, ...first }) => ({
    message: {
      $case: 'ticketOpened',
      value: {
        number,
        requesterId,
        channel,
        submissionId: submissionId ?? '',
        priority,
        state,
        teamId: teamId ?? '',
        messageId: first.messageId,
        authorVerified: first.authorVerified,
        sealed: sealedOf(first.personal),
      },
    },
  }),
  TicketAssigned: ({ teamId, agentId, state }) => ({
    message: { $case: 'ticketAssigned', value: { teamId: teamId ?? '', agentId: agentId ?? '', state } },
  }),
  TicketTaken: ({ agentId, state }) => ({ message: { $case: 'ticketTaken', value: { agentId, state } } }),
  ReplyPosted: ({ messageId, authorId, direction, channel, personal }) => ({
    message: { $case: 'replyPosted', value: { messageId, authorId, direction, channel, sealed: sealedOf(personal) } },
  }),
  NoteAdded: ({ messageId, authorId, personal }) => ({
    message: { $case: 'noteAdded', value: { messageId, authorId, sealed: sealedOf(personal) } },
  }),
  TicketStarted: ({ state }) => ({ message: { $case: 'ticketStarted', value: { state } } }),
  TicketPended: ({ state }) => ({ message: { $case: 'ticketPended', value: { state } } }),
  TicketHeld: ({ state, personal }) => ({
    message: { $case: 'ticketHeld', value: { state, sealed: sealedOf(personal) } },
  }),
  TicketResumed: ({ state }) => ({ message: { $case: 'ticketResumed', value: { state } } }),
  TicketResolved: ({ state, personal }) => ({
    message: { $case: 'ticketResolved', value: { state, sealed: sealedOf(personal) } },
  }),
  ResolutionConfirmed: () => ({ message: { $case: 'resolutionConfirmed', value: {} } }),
  TicketReopened: ({ state, personal }) => ({
    message: { $case: 'ticketReopened', value: { state, sealed: sealedOf(personal) } },
  }),
  TicketClosed: ({ state }) => ({ message: { $case: 'ticketClosed', value: { state } } }),
  SubmissionRefused: ({ submissionId, code }) => ({
    message: { $case: 'submissionRefused', value: { submissionId, code } },
  }),
};
