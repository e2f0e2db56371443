import type { MessageId, PersonId, TeamId } from '@ledgerdesk/kernel';
import type { Aspect } from './aspects.ts';
import type { StateKind } from './lifecycle.ts';

/** The ticket does not exist, or the caller may not see it: both look alike. */
export type TicketNotFound = { readonly code: 'TICKET_NOT_FOUND' };
export type NotPermitted = { readonly code: 'NOT_PERMITTED' };
export type TicketIsClosed = { readonly code: 'TICKET_CLOSED' };
export type TicketExists = { readonly code: 'TICKET_EXISTS' };
/** A message of this ticket has the id that the caller gave to another. */
export type MessageExists = { readonly code: 'MESSAGE_EXISTS'; readonly messageId: MessageId };

export type AlreadyInState = { readonly code: 'ALREADY_IN_STATE'; readonly state: string };
export type TransitionNotAllowed = {
  readonly code: 'TRANSITION_NOT_ALLOWED';
  readonly from: string;
  readonly to: StateKind;
};
export type ReopenWindowPassed = {
  readonly code: 'REOPEN_WINDOW_PASSED';
  readonly resolvedForDays: number;
  readonly reopenWindowDays: number;
};

export type AlreadyAssigned = {
  readonly code: 'ALREADY_ASSIGNED';
  readonly teamId: TeamId | null;
  readonly agentId: PersonId | null;
};
export type NotATeamMember = {
  readonly code: 'NOT_A_TEAM_MEMBER';
  readonly teamId: TeamId | null;
  readonly agentId: string;
};
export type TeamNotFound = { readonly code: 'TEAM_NOT_FOUND'; readonly teamId: TeamId };
export type PersonNotFound = { readonly code: 'PERSON_NOT_FOUND'; readonly personId: PersonId };

export type EditConflict = {
  readonly code: 'EDIT_CONFLICT';
  /** Null where the expected revision is ahead of the ticket, as after a restore. */
  readonly aspect: Aspect | null;
  readonly expectedRevision: number;
  /** Where the aspect was last touched, or where the ticket stands. */
  readonly currentRevision: number;
};

/** What any command to a ticket can meet before its own rule is asked. */
export type Unheard = TicketNotFound | NotPermitted | TicketIsClosed;
