import type { tickets } from '@ledgerdesk/contracts';
import type { FeedEvent } from '@ledgerdesk/messaging';
import type { OpenedEvent } from '@ledgerdesk/read-models';
import type { TicketTimelineRow, TimelineKind } from './ticket-timeline.table.ts';
import { written } from './written.ts';

type Message = NonNullable<tickets.TicketEvent['message']>;
type ShownMessage = Exclude<Message, { $case: 'bareNotice' | 'submissionRefused' }>;

/** What is nobody's business, what led to no ticket, and what only a later release knows, is not in the timeline. */
export const keys = ({ id, message: { message } }: FeedEvent<'ticket'>): readonly string[] =>
  isShown(message) ? [id] : [];

export function project(_: Partial<TicketTimelineRow>, event: OpenedEvent<'ticket'>): Partial<TicketTimelineRow> {
  const { message } = event.message;
  if (!isShown(message)) return {};
  const { actor, subject: ticketId, sequence, time: occurredAt, causationId } = event;
  return {
    ticketId,
    sequence,
    kind: kindOf(message),
    occurredAt,
    actorKind: actor.kind,
    actorId: actor.id,
    actorOnBehalfOf: actor.onBehalfOf ?? null,
    actorVia: actor.via,
    causationId: causationId ?? null,
    ...written(message, event),
    ...said(message),
  };
}

const isShown = (message: Message | undefined): message is ShownMessage =>
  message !== undefined && message.$case !== 'bareNotice' && message.$case !== 'submissionRefused';

const kindOf = ({ $case }: ShownMessage): TimelineKind =>
  ($case.charAt(0).toUpperCase() + $case.slice(1)) as Capitalize<typeof $case>;

/** What the event itself says in clear. Empty stands for none. Whoever replies or notes is known: the command names them. */
function said(message: ShownMessage): Partial<TicketTimelineRow> {
  switch (message.$case) {
    case 'ticketOpened': {
      const { messageId, requesterId: authorId, authorVerified = null, channel, teamId, state } = message.value;
      const first = { messageId, authorId, authorVerified, direction: 'inbound', channel } as const;
      return { ...first, teamId: teamId || null, ...standing(state) };
    }
    case 'replyPosted': {
      const { messageId, authorId, direction, channel } = message.value;
      return { messageId, authorId, authorVerified: true, direction, channel };
    }
    case 'noteAdded':
      return { messageId: message.value.messageId, authorId: message.value.authorId, authorVerified: true };
    case 'ticketAssigned': {
      const { teamId, agentId, state } = message.value;
      return { teamId: teamId || null, agentId: agentId || null, ...standing(state) };
    }
    case 'ticketTaken':
      return { agentId: message.value.agentId, ...standing(message.value.state) };
    case 'ticketStarted':
    case 'ticketPended':
    case 'ticketHeld':
    case 'ticketResumed':
    case 'ticketResolved':
    case 'ticketReopened':
    case 'ticketClosed':
      return standing(message.value.state);
    case 'resolutionConfirmed':
      return {};
  }
}

const standing = (state: tickets.State | undefined): Partial<TicketTimelineRow> =>
  state ? { stateKey: state.key, stateKind: state.kind } : {};
