import type { Actor, Instant, MessageId, PersonId, TeamId, TicketId } from '@ledgerdesk/kernel';
import type { Query } from '@ledgerdesk/read-models';
import { causeSql } from './cause.query.ts';
import type { TimelineKind } from './ticket-timeline.table.ts';

export type { TimelineKind };

/** One event of a ticket as readers get it; what an event of its kind does not say is null. */
export interface TimelineEntry {
  /** The event's. */
  readonly id: string;
  readonly ticketId: TicketId;
  readonly sequence: number;
  readonly kind: TimelineKind;
  readonly occurredAt: Instant;
  readonly actorKind: Actor['kind'];
  readonly actorId: string;
  readonly actorOnBehalfOf: string | null;
  readonly actorVia: string;
  /** The event because of which it happened, where that is known. */
  readonly causationId: string | null;
  /** Null where the event holds no text, or it was erased: see `erased`. */
  readonly text: string | null;
  readonly format: 'text' | 'html' | null;
  /** The event's text is gone with the key of the person it was about. */
  readonly erased: boolean;
  readonly messageId: MessageId | null;
  readonly authorId: string | null;
  /** False where the message came in under an address that nobody has checked. */
  readonly authorVerified: boolean | null;
  readonly direction: 'inbound' | 'outbound' | null;
  readonly channel: string | null;
  readonly stateKey: string | null;
  readonly stateKind: string | null;
  readonly teamId: TeamId | null;
  readonly agentId: PersonId | null;
}

/** So many from the beginning, or after a sequence; or so many from the end, or before a sequence. */
export type TimelineSlice =
  { readonly first: number; readonly after?: number } | { readonly last: number; readonly before?: number };

export interface TimelineSearch {
  readonly ticketId: TicketId;
  /** Whether what the desk notes for itself is in it. */
  readonly notes: boolean;
  readonly slice: TimelineSlice;
}

export interface TimelinePage {
  /** In the order in which they happened, whichever way the timeline is read. */
  readonly entries: readonly TimelineEntry[];
  /** Whether the timeline goes on beyond the slice, in the direction in which it is read. */
  readonly more: boolean;
}

/** A slice of a ticket's timeline, for a reader who may see the ticket. */
export async function timelinePage(query: Query, { ticketId, notes, slice }: TimelineSearch): Promise<TimelinePage> {
  const forward = 'first' in slice;
  const limit = forward ? slice.first : slice.last;
  const found = await query<TimelineEntry>({
    name: `timeline_page ${forward ? 'down' : 'up'}`,
    text: pageSql(forward),
    values: [ticketId, notes, forward ? (slice.after ?? BEGINNING) : (slice.before ?? END), limit + 1],
  });
  const entries = found.slice(0, limit);
  return { entries: forward ? entries : entries.toReversed(), more: found.length > limit };
}

const BEGINNING = -1;
const END = 2 ** 31 - 1;

const entry = `id, ticket_id AS "ticketId", sequence, kind, occurred_at AS "occurredAt", actor_kind AS "actorKind",
  actor_id AS "actorId", actor_on_behalf_of AS "actorOnBehalfOf", actor_via AS "actorVia", ${causeSql} AS "causationId",
  text, format, subject_id IS NOT NULL AND text IS NULL AS erased, message_id AS "messageId", author_id AS "authorId",
  author_verified AS "authorVerified", direction, channel, state_key AS "stateKey", state_kind AS "stateKind",
  team_id AS "teamId", agent_id AS "agentId"`;

const pageSql = (forward: boolean): string => `SELECT ${entry} FROM ticket_timeline e
  WHERE ticket_id = $1 AND ($2::boolean OR kind <> 'NoteAdded') AND sequence ${forward ? '>' : '<'} $3::integer
  ORDER BY sequence ${forward ? 'ASC' : 'DESC'} LIMIT $4::integer`;
