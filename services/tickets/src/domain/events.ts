import type { tickets } from '@ledgerdesk/contracts';
import type { MessageId, Personal, PersonId, SubmissionId, TeamId } from '@ledgerdesk/kernel';
import type { Priority } from './priority.ts';
import type { StateKind, StateOf } from './lifecycle.ts';

/** All that can happen to a ticket. Personal data is sealed under the requester. */
export type TicketEvent =
  | TicketOpened
  | TicketAssigned
  | TicketTaken
  | ReplyPosted
  | NoteAdded
  | TicketStarted
  | TicketPended
  | TicketHeld
  | TicketResumed
  | TicketResolved
  | ResolutionConfirmed
  | TicketReopened
  | TicketClosed
  | SubmissionRefused;

/** Kinds in which a ticket is neither resolved nor closed. */
export type UnresolvedKind = Exclude<StateKind, 'resolved' | 'closed'>;

export interface TicketOpened {
  readonly type: 'TicketOpened';
  readonly number: string;
  readonly requesterId: PersonId;
  readonly channel: string;
  readonly submissionId: SubmissionId | null;
  readonly priority: Priority;
  readonly state: StateOf<'new'>;
  readonly teamId: TeamId | null;
  readonly messageId: MessageId;
  /** Somebody who is known wrote the first message, or opened the ticket for its requester. */
  readonly authorVerified: boolean;
  readonly personal: Personal<tickets.TicketOpenedPersonal>;
}

export interface TicketAssigned {
  readonly type: 'TicketAssigned';
  readonly teamId: TeamId | null;
  readonly agentId: PersonId | null;
  /** The state after it, which may be the state before. */
  readonly state: StateOf<Exclude<StateKind, 'closed'>>;
}

export interface TicketTaken {
  readonly type: 'TicketTaken';
  readonly agentId: PersonId;
  readonly state: StateOf<Exclude<StateKind, 'closed'>>;
}

export interface ReplyPosted {
  readonly type: 'ReplyPosted';
  readonly messageId: MessageId;
  readonly authorId: string;
  /** `inbound` is the requester's, `outbound` the desk's. */
  readonly direction: 'inbound' | 'outbound';
  readonly channel: string;
  readonly personal: Personal<tickets.ReplyPostedPersonal>;
}

export interface NoteAdded {
  readonly type: 'NoteAdded';
  readonly messageId: MessageId;
  readonly authorId: string;
  readonly personal: Personal<tickets.NoteAddedPersonal>;
}

export interface TicketStarted {
  readonly type: 'TicketStarted';
  readonly state: StateOf<'in_progress'>;
}

export interface TicketPended {
  readonly type: 'TicketPended';
  readonly state: StateOf<'pending'>;
}

export interface TicketHeld {
  readonly type: 'TicketHeld';
  readonly state: StateOf<'on_hold'>;
  readonly personal: Personal<tickets.TicketHeldPersonal>;
}

/** Work goes on: the requester answered, or the waiting or hold ended. */
export interface TicketResumed {
  readonly type: 'TicketResumed';
  readonly state: StateOf<'open' | 'in_progress'>;
}

export interface TicketResolved {
  readonly type: 'TicketResolved';
  readonly state: StateOf<'resolved'>;
  readonly personal: Personal<tickets.TicketResolvedPersonal>;
}

export interface ResolutionConfirmed {
  readonly type: 'ResolutionConfirmed';
}

export interface TicketReopened {
  readonly type: 'TicketReopened';
  readonly state: StateOf<'open' | 'in_progress'>;
  readonly personal: Personal<tickets.TicketReopenedPersonal>;
}

export interface TicketClosed {
  readonly type: 'TicketClosed';
  readonly state: StateOf<'closed'>;
}

/** No ticket came of the submission; its stream is that of the ticket it would have become. */
export interface SubmissionRefused {
  readonly type: 'SubmissionRefused';
  readonly submissionId: SubmissionId;
  readonly code: string;
}
