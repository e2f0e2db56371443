import type { tickets } from '@ledgerdesk/contracts';
import type { Publishing } from '@ledgerdesk/messaging';
import type { TicketEvent } from '../domain/events.ts';
import { sealed } from './sealed.ts';

/** What the world hears of a ticket: every event, its text closed. Empty stands for none. */
export const ticketPublishing: Publishing<TicketEvent, tickets.TicketEvent> = {
  TicketOpened: ({ number, requesterId, channel, submissionId, priority, state, teamId, messageId, personal }) => ({
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
        messageId,
        sealed: sealed(personal),
      },
    },
  }),
  TicketAssigned: ({ teamId, agentId, state }) => ({
    message: { $case: 'ticketAssigned', value: { teamId: teamId ?? '', agentId: agentId ?? '', state } },
  }),
  TicketTaken: ({ agentId, state }) => ({ message: { $case: 'ticketTaken', value: { agentId, state } } }),
  ReplyPosted: ({ messageId, authorId, direction, channel, personal }) => ({
    message: { $case: 'replyPosted', value: { messageId, authorId, direction, channel, sealed: sealed(personal) } },
  }),
  NoteAdded: ({ messageId, authorId, personal }) => ({
    message: { $case: 'noteAdded', value: { messageId, authorId, sealed: sealed(personal) } },
  }),
  TicketStarted: ({ state }) => ({ message: { $case: 'ticketStarted', value: { state } } }),
  TicketPended: ({ state }) => ({ message: { $case: 'ticketPended', value: { state } } }),
  TicketHeld: ({ state, personal }) => ({
    message: { $case: 'ticketHeld', value: { state, sealed: sealed(personal) } },
  }),
  TicketResumed: ({ state }) => ({ message: { $case: 'ticketResumed', value: { state } } }),
  TicketResolved: ({ state, personal }) => ({
    message: { $case: 'ticketResolved', value: { state, sealed: sealed(personal) } },
  }),
  ResolutionConfirmed: () => ({ message: { $case: 'resolutionConfirmed', value: {} } }),
  TicketReopened: ({ state, personal }) => ({
    message: { $case: 'ticketReopened', value: { state, sealed: sealed(personal) } },
  }),
  TicketClosed: ({ state }) => ({ message: { $case: 'ticketClosed', value: { state } } }),
  SubmissionRefused: ({ submissionId, code }) => ({
    message: { $case: 'submissionRefused', value: { submissionId, code } },
  }),
};
