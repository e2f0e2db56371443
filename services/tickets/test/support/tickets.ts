import { personal, type Instant, type MessageId } from '@ledgerdesk/kernel';
import { given, SOME_TIME } from '@ledgerdesk/testing';
import type { Caller } from '../../src/domain/caller.ts';
import { defaultLifecycle } from '../../src/domain/default-lifecycle.ts';
import type {
  NoteAdded,
  ReplyPosted,
  TicketAssigned,
  TicketClosed,
  TicketHeld,
  TicketOpened,
  TicketPended,
  TicketReopened,
  TicketResolved,
  TicketStarted,
  TicketTaken,
} from '../../src/domain/events.ts';
import type { StateKind, StateOf } from '../../src/domain/lifecycle.ts';
import { ticketAggregate } from '../../src/domain/ticket.ts';
import { ANNA, CARLA, NETWORK } from './people.ts';

/** Of a message that is written now. */
export const MESSAGE: MessageId = 'msg_01h455vb4pex5vsknk084sn02q';
/** Of the messages that tickets of specs have. */
export const FIRST_MESSAGE: MessageId = 'msg_01h455vb4pex5vsknk084sn020';
export const ANSWER: MessageId = 'msg_01h455vb4pex5vsknk084sn021';
export const WORD: MessageId = 'msg_01h455vb4pex5vsknk084sn022';
export const NOTE: MessageId = 'msg_01h455vb4pex5vsknk084sn023';

/** The state of that kind in the default lifecycle. */
export const state = <Kind extends StateKind>(kind: Kind): StateOf<Kind> => ({ key: kind, kind, lifecycleVersion: 1 });

/** What a command knows of the world. */
export const by = (caller: Caller, at: Instant = SOME_TIME) => ({ by: caller, at, lifecycle: defaultLifecycle });

export const opened: TicketOpened = {
  type: 'TicketOpened',
  number: 'LD-1',
  requesterId: CARLA,
  channel: 'form',
  submissionId: null,
  priority: 'normal',
  state: state('new'),
  teamId: null,
  messageId: FIRST_MESSAGE,
  authorVerified: true,
  personal: personal(CARLA, { subject: 'No network', body: { format: 'text', content: 'Since this morning.' } }),
};
export const assigned: TicketAssigned = {
  type: 'TicketAssigned',
  teamId: NETWORK,
  agentId: null,
  state: state('open'),
};
export const taken: TicketTaken = { type: 'TicketTaken', agentId: ANNA, state: state('open') };
export const started: TicketStarted = { type: 'TicketStarted', state: state('in_progress') };
export const pended: TicketPended = { type: 'TicketPended', state: state('pending') };
export const held: TicketHeld = {
  type: 'TicketHeld',
  state: state('on_hold'),
  personal: personal(CARLA, { reason: 'A part is on its way.' }),
};
export const resolved: TicketResolved = {
  type: 'TicketResolved',
  state: state('resolved'),
  personal: personal(CARLA, { resolution: 'The cable was loose.' }),
};
export const reopened: TicketReopened = {
  type: 'TicketReopened',
  state: state('open'),
  personal: personal(CARLA, { reason: 'Again.' }),
};
export const closed: TicketClosed = { type: 'TicketClosed', state: state('closed') };
export const answered: ReplyPosted = {
  type: 'ReplyPosted',
  messageId: ANSWER,
  authorId: ANNA,
  direction: 'outbound',
  channel: 'graphql',
  personal: personal(CARLA, { body: { format: 'text', content: 'Which floor?' } }),
};
export const written: ReplyPosted = { ...answered, messageId: WORD, authorId: CARLA, direction: 'inbound' };
export const noted: NoteAdded = {
  type: 'NoteAdded',
  messageId: NOTE,
  authorId: ANNA,
  personal: personal(CARLA, { body: { format: 'text', content: 'Her switch is old.' } }),
};

export const noTicket = given(ticketAggregate);
export const aNewTicket = given(ticketAggregate, opened);
/** With the network team, taken by Anna. */
export const anOpenTicket = aNewTicket.and(assigned, taken);
export const aTicketInProgress = anOpenTicket.and(started);
export const aTicketAwaitingCustomer = aTicketInProgress.and(pended);
export const aTicketOnHold = aTicketInProgress.and(held);
/** Resolved at `SOME_TIME`. */
export const aResolvedTicket = aTicketInProgress.and(resolved);
export const aClosedTicket = aResolvedTicket.and({ type: 'ResolutionConfirmed' }, closed);
