import type { Instant, MessageId, PersonId, SubmissionId, TeamId, TicketId } from '@ledgerdesk/kernel';
import type { Query } from '@ledgerdesk/read-models';
import { VISIBLE, visibilityValues, type Visibility } from './visibility.query.ts';

/** The kinds of state, fixed; a tenant's own states are each of one kind. */
export const stateKinds = ['new', 'open', 'in_progress', 'pending', 'on_hold', 'resolved', 'closed'] as const;
export type StateKind = (typeof stateKinds)[number];

/** A ticket as readers get it. */
export interface BoardTicket {
  readonly id: TicketId;
  readonly number: string;
  /** Null where the requester was erased. */
  readonly subject: string | null;
  readonly requesterId: PersonId;
  readonly channel: string;
  readonly submissionId: SubmissionId | null;
  readonly firstMessageId: MessageId;
  readonly priority: string;
  readonly stateKey: string;
  readonly stateKind: StateKind;
  readonly lifecycleVersion: number;
  readonly teamId: TeamId | null;
  readonly assigneeId: PersonId | null;
  readonly openedAt: Instant;
  /** When its last event happened. */
  readonly changedAt: Instant;
  /** The same for whoever may not read what the desk notes for itself. */
  readonly publiclyChangedAt: Instant;
  /** Null unless it is resolved, or was when it was closed. */
  readonly resolvedAt: Instant | null;
  readonly closedAt: Instant | null;
  /** The sequence of its last event. */
  readonly revision: number;
}

/** The columns of a `BoardTicket`. */
export const boardTicket = `id, number, subject, requester_id AS "requesterId", channel,
  nullif(submission_id, '') AS "submissionId", first_message_id AS "firstMessageId", priority, state_key AS "stateKey",
  state_kind AS "stateKind", lifecycle_version AS "lifecycleVersion", nullif(team_id, '') AS "teamId",
  nullif(assignee_id, '') AS "assigneeId", opened_at AS "openedAt", changed_at AS "changedAt",
  publicly_changed_at AS "publiclyChangedAt", resolved_at AS "resolvedAt", closed_at AS "closedAt", ticket_sequence AS revision`;

/** Nothing where there is no such ticket, or none that may be seen. */
export async function ticketById(query: Query, id: TicketId, visible: Visibility): Promise<BoardTicket | undefined> {
  const [ticket] = await ticketsByIds(query, [id], visible);
  return ticket;
}

/** Those of the tickets that are there and may be seen, in no order. */
export const ticketsByIds = (
  query: Query,
  ids: readonly TicketId[],
  visible: Visibility,
): Promise<readonly BoardTicket[]> =>
  query<BoardTicket>({
    name: 'tickets_by_ids',
    text: `SELECT ${boardTicket} FROM ticket_board WHERE id = ANY ($4::text[]) AND ${VISIBLE}`,
    values: [...visibilityValues(visible), ids],
  });

/** Nothing where no ticket has this number, or none that may be seen. */
export async function ticketByNumber(
  query: Query,
  number: string,
  visible: Visibility,
): Promise<BoardTicket | undefined> {
  const [ticket] = await query<BoardTicket>({
    name: 'ticket_by_number',
    text: `SELECT ${boardTicket} FROM ticket_board WHERE number = $4 AND ${VISIBLE}`,
    values: [...visibilityValues(visible), number],
  });
  return ticket;
}
