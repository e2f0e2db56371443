import { tickets } from '@ledgerdesk/contracts';
import type { FeedEvent } from '@ledgerdesk/messaging';
import type { OpenedEvent } from '@ledgerdesk/read-models';
import type { TicketBoardRow } from './ticket-board.table.ts';

type Changes = Partial<TicketBoardRow>;

/** A submission that led to no ticket has no row. */
export const keys = ({ message: { message }, subject }: FeedEvent<'ticket'>): readonly string[] =>
  message?.$case === 'submissionRefused' ? [] : [subject];

export const project = (_: Changes, event: OpenedEvent<'ticket'>): Changes => ({
  changedAt: event.time,
  ...(isPublic(event) && { publiclyChangedAt: event.time }),
  ...changes(event),
});

/** Not a note, nor what nobody is shown: the timeline, too, hides these. */
const isPublic = ({ message: { message } }: OpenedEvent<'ticket'>): boolean =>
  message !== undefined && message.$case !== 'noteAdded' && message.$case !== 'bareNotice';

function changes(event: OpenedEvent<'ticket'>): Changes {
  const { message } = event.message;
  switch (message?.$case) {
    case 'ticketOpened':
      return opening(event, message.value);
    case 'ticketAssigned':
      return { teamId: message.value.teamId, assigneeId: message.value.agentId, ...standing(message.value) };
    case 'ticketTaken':
      return { assigneeId: message.value.agentId, ...standing(message.value) };
    case 'ticketStarted':
    case 'ticketPended':
    case 'ticketHeld':
    case 'ticketResumed':
      return standing(message.value);
    case 'ticketResolved':
      return { ...standing(message.value), resolvedAt: event.time };
    case 'ticketReopened':
      return { ...standing(message.value), resolvedAt: null, closedAt: null };
    case 'ticketClosed':
      return { ...standing(message.value), closedAt: event.time };
    case 'replyPosted':
    case 'noteAdded':
    case 'resolutionConfirmed':
    case 'submissionRefused':
    case 'bareNotice':
    case undefined:
      return {};
  }
}

function opening({ time, opened }: OpenedEvent<'ticket'>, said: tickets.TicketOpened): Changes {
  const { number, requesterId, channel, submissionId, messageId: firstMessageId, priority, teamId } = said;
  const plain = said.sealed && opened.get(said.sealed.subject);
  return {
    number,
    subject: plain instanceof Uint8Array ? tickets.TicketOpenedPersonal.decode(plain).subject : null,
    requesterId,
    channel,
    submissionId,
    firstMessageId,
    priority,
    ...standing(said),
    teamId,
    assigneeId: '',
    openedAt: time,
  };
}

/** Every event that can lead to another state says in which one the ticket stands after it. */
const standing = ({ state }: { state?: tickets.State | undefined }): Changes =>
  state ? { stateKey: state.key, stateKind: state.kind, lifecycleVersion: state.lifecycleVersion } : {};
