import { accept, personal, reject, type MessageId, type Outcome } from '@ledgerdesk/kernel';
import type { ReplyPosted, TicketEvent } from './events.ts';
import { heardOnLiveTicket, type Circumstances } from './hearing.ts';
import { consequence } from './lifecycle.ts';
import { hasMessage } from './messages.ts';
import type { MessageExists, ReopenWindowPassed } from './refusals.ts';
import { reopened } from './reopen-ticket.ts';
import type { Body } from './text.ts';
import type { ClosedTicket, OpenedTicket } from './ticket.ts';

export interface PostReply extends Circumstances {
  readonly type: 'reply';
  readonly messageId: MessageId;
  readonly body: Body;
  readonly channel: string;
}

type Live = Exclude<OpenedTicket, ClosedTicket>;
type Replied = Outcome<TicketEvent, MessageExists | ReopenWindowPassed>;

/** A message to the other side; where the lifecycle says so, it leads the ticket on in the same act. */
export const postReply = heardOnLiveTicket('reply', (command: PostReply, ticket): Replied => {
  const { messageId } = command;
  if (hasMessage(ticket.messages, messageId)) return reject({ code: 'MESSAGE_EXISTS', messageId });
  const inbound = command.by.id === ticket.requesterId;
  const posted: ReplyPosted = {
    type: 'ReplyPosted',
    messageId,
    authorId: command.by.id,
    direction: inbound ? 'inbound' : 'outbound',
    channel: command.channel,
    personal: personal(ticket.requesterId, { body: command.body }),
  };
  return inbound ? byRequester(posted, command, ticket) : byDesk(posted, command, ticket);
});

function byRequester(posted: ReplyPosted, { lifecycle, at }: PostReply, ticket: Live): Replied {
  const state = consequence(lifecycle, 'requesterReplied', ticket.state, ['open', 'in_progress']);
  if (!state) return accept(posted);
  if (ticket.kind !== 'resolved') return accept<TicketEvent>(posted, { type: 'TicketResumed', state });
  // The reply itself says why.
  const reopening = reopened({ ticket, lifecycle, at, state, reason: '' });
  return reopening.accepted ? accept<TicketEvent>(posted, ...reopening.events) : reopening;
}

function byDesk(posted: ReplyPosted, { lifecycle }: PostReply, ticket: Live): Replied {
  const state = consequence(lifecycle, 'agentReplied', ticket.state, ['in_progress', 'pending']);
  if (!state) return accept(posted);
  return state.kind === 'pending'
    ? accept<TicketEvent>(posted, { type: 'TicketPended', state: { ...state, kind: state.kind } })
    : accept<TicketEvent>(posted, { type: 'TicketStarted', state: { ...state, kind: state.kind } });
}
