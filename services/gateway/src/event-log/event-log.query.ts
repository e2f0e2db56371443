import type { Topic } from '@ledgerdesk/contracts';
import type { PersonId, TeamId, TenantId } from '@ledgerdesk/kernel';
import { readStructured, type FeedEvent, type Noticed } from '@ledgerdesk/messaging';
import type { Query } from '@ledgerdesk/read-models';
import { EVENT_LOG } from './event-log-consumer.ts';
import { reachedIn, type LogPlace, type Stand } from './log-place.ts';

/** So many rows are looked at in one way to the database and back. It stands in the statements, so that the planner knows it. */
export const WINDOW = 200;

/** An event in the log. */
export interface LoggedEvent {
  readonly about: Noticed;
  readonly position: bigint;
  /** Its number, where it was stored after readers may have passed its position. */
  readonly late: number | null;
  /** Who has to do with the ticket now, where it is an event of one. */
  readonly standing: { readonly requesterId: PersonId; readonly teamId: TeamId | null } | undefined;
  /** About how long its text is. */
  readonly length: number;
  /** With its content; undefined where it was from the future when it was stored. */
  readonly read: () => FeedEvent | undefined;
}

/** Up to where the log reaches; undefined before it has begun. */
export async function standOf(query: Query, tenant: TenantId): Promise<Stand | undefined> {
  const rows = await query<{ source: string; epoch: string; position: string; late: number | null }>({
    name: 'event_log_stand',
    text: `SELECT source, epoch, position::text,
        (SELECT max(late) FROM event_log e WHERE tenant_id = $2 AND late IS NOT NULL AND e.epoch = c.epoch) AS late
      FROM consumer_checkpoint c WHERE consumer = $1 ORDER BY moved_at DESC`,
    values: [EVENT_LOG, tenant],
  });
  const [newest] = rows;
  if (!newest) return undefined;
  const { epoch } = newest;
  // A source that is heard no more may stand in an epoch that is no more.
  const reached = rows.filter((row) => row.epoch === epoch).map((row) => [row.source, BigInt(row.position)] as const);
  return { epoch, reached: new Map(reached), late: newest.late ?? 0 };
}

interface Slice {
  readonly tenant: TenantId;
  readonly place: LogPlace;
  readonly stand: Stand;
}

/** What was looked at, and whether there may be more behind it. */
export interface Window {
  readonly events: readonly LoggedEvent[];
  readonly full: boolean;
}

const NOTHING: Window = { events: [], full: false };

/** The next events beyond a place, over all partitions in the order of the ledger. */
export async function nextEvents(query: Query, { tenant, place, stand }: Slice): Promise<Window> {
  const open = [...place.positions].filter(([source, position]) => position < reachedIn(stand, source));
  if (open.length === 0) return NOTHING;
  const rows = await query<Row>({
    name: 'event_log_next',
    text: NEXT,
    values: [
      tenant,
      open.map(([source]) => source),
      open.map(([, position]) => position.toString()),
      open.map(([source]) => reachedIn(stand, source).toString()),
    ],
  });
  return { events: rows.map((row) => loggedOf(tenant, row)), full: rows.length === WINDOW };
}

/** Whether an event is for a reader to meet at its position: not what is of another epoch, and not what came late since. */
export const isInPlace = ({ about: { epoch }, late }: LoggedEvent, stand: Stand): boolean =>
  epoch === stand.epoch && (late ?? 0) <= stand.late;

/** What was stored late of what lies before a place, in the order in which it was. */
export async function lateEvents(query: Query, { tenant, place, stand }: Slice): Promise<Window> {
  if (place.late >= stand.late) return NOTHING;
  const sources = [...place.positions];
  const rows = await query<Row>({
    name: 'event_log_late',
    text: LATE,
    values: [
      tenant,
      sources.map(([source]) => source),
      sources.map(([, position]) => position.toString()),
      place.late,
      stand.late,
      stand.epoch,
    ],
  });
  return { events: rows.map((row) => loggedOf(tenant, row)), full: rows.length === WINDOW };
}

const COLUMNS = `l.source, l.position::text, l.epoch, l.id, l.subject, l.sequence, l.event, l.late,
  t.requester_id AS "requesterId", nullif(t.team_id, '') AS "teamId"`;

const WITH_STANDING = `LEFT JOIN event_log_ticket t ON t.tenant_id = l.tenant_id AND t.id = l.subject AND t.epoch = l.epoch`;

/** Keys first, from the index alone: only the rows that are next of all partitions together are then read. */
const NEXT = `WITH next AS MATERIALIZED (
    SELECT s.source, k.position
    FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS s(source, after, reached)
    CROSS JOIN LATERAL (
      SELECT e.position FROM event_log e
      WHERE e.tenant_id = $1 AND e.source = s.source AND e.position > s.after AND e.position <= s.reached
      ORDER BY e.position LIMIT ${WINDOW}) k
    ORDER BY k.position LIMIT ${WINDOW})
  SELECT ${COLUMNS}
  FROM next JOIN event_log l ON l.tenant_id = $1 AND l.source = next.source AND l.position = next.position ${WITH_STANDING}
  ORDER BY l.position`;

const LATE = `SELECT ${COLUMNS}
  FROM event_log l JOIN unnest($2::text[], $3::bigint[]) AS s(source, after)
    ON l.source = s.source AND l.position <= s.after ${WITH_STANDING}
  WHERE l.tenant_id = $1 AND l.late > $4::bigint AND l.late <= $5::bigint AND l.epoch = $6
  ORDER BY l.late LIMIT ${WINDOW}`;

interface Row {
  readonly source: string;
  readonly position: string;
  readonly epoch: string;
  readonly id: string;
  readonly subject: string;
  readonly sequence: number;
  readonly event: string | null;
  readonly late: number | null;
  readonly requesterId: PersonId | null;
  readonly teamId: TeamId | null;
}

function loggedOf(tenant: TenantId, row: Row): LoggedEvent {
  const { source, position, epoch, id, subject, sequence, event, late, requesterId, teamId } = row;
  const topic = source.slice(0, source.indexOf('/')) as Topic;
  return {
    about: { topic, id, subject, tenant, sequence, epoch },
    position: BigInt(position),
    late,
    standing: requesterId === null ? undefined : { requesterId, teamId },
    length: event?.length ?? 0,
    read: () => (event === null ? undefined : readStructured(topic, event).event),
  };
}
