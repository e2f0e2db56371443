import { partitionSourceOf, toStructured, type FeedEvent } from '@ledgerdesk/messaging';
import type { ClientBase } from 'pg';
import { standingsIn } from './ticket-standing.ts';

type Client = Pick<ClientBase, 'query'>;

/** An event as the log keeps it; without content where its type is from the future. */
export interface ToStore {
  readonly about: Pick<FeedEvent, 'topic' | 'tenant' | 'subject' | 'id' | 'sequence'>;
  readonly position: bigint;
  readonly event?: FeedEvent;
}

/** Under this the writer sees the rows of all tenants, and no other transaction does. */
const AS_WRITER = `SET LOCAL ledgerdesk.tenant = '*'`;

/** What is lost in a crash of the server is lost together, rows and checkpoint, and comes again at its old place. */
export const BEGIN_BATCH = `${AS_WRITER}; SET LOCAL synchronous_commit = off`;

/** Numbers of what is late are given in the order of commits, and are not given twice. */
const BEGIN_LATE = `${AS_WRITER}; SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.event_log_late', 0))`;

/**
 * What is stored already stays, unless it is of another epoch, or more is known of it now: so the log is filled anew in its
 * place, under its readers.
 */
const STORE = `INSERT INTO event_log AS known (tenant_id, source, position, epoch, id, subject, sequence, event, late)
  SELECT tenant_id, source, position, $1, id, subject, sequence, event, $9::bigint
  FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::text[])
    AS e(tenant_id, source, position, id, subject, sequence, event)
  ON CONFLICT (tenant_id, source, position) DO UPDATE SET epoch = excluded.epoch, id = excluded.id,
    subject = excluded.subject, sequence = excluded.sequence, event = excluded.event,
    late = CASE WHEN known.epoch = excluded.epoch THEN known.late ELSE excluded.late END
  WHERE known.epoch <> excluded.epoch OR (excluded.event IS NOT NULL AND known.event IS DISTINCT FROM excluded.event)`;

/** Of old events, heard again, nothing is believed that later ones have changed. */
const STAND = `INSERT INTO event_log_ticket AS known (tenant_id, id, epoch, sequence, requester_id, team_id)
  SELECT tenant_id, id, $1, sequence, requester_id, team_id
  FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[])
    AS t(tenant_id, id, sequence, requester_id, team_id)
  ON CONFLICT (tenant_id, id) DO UPDATE SET epoch = excluded.epoch, sequence = excluded.sequence,
    requester_id = coalesce(excluded.requester_id, known.requester_id),
    team_id = coalesce(excluded.team_id, known.team_id)
  WHERE known.epoch <> excluded.epoch OR known.sequence < excluded.sequence`;

/** Stores what a batch brought, and what it says of who has to do with tickets. */
export async function storeEvents(
  client: Client,
  epoch: string,
  events: readonly ToStore[],
  late?: number,
): Promise<void> {
  if (events.length === 0) return;
  const values = [
    events.map(({ about }) => about.tenant),
    events.map(({ about }) => partitionSourceOf(about)),
    events.map(({ position }) => position.toString()),
    events.map(({ about }) => about.id),
    events.map(({ about }) => about.subject),
    events.map(({ about }) => about.sequence),
    events.map(({ event, position }) => event && toStructured({ event, position })),
  ];
  await client.query({ name: 'event_log.store', text: STORE, values: [epoch, ...values, late ?? null] });
  const standings = standingsIn(events.flatMap(({ event }) => event ?? []));
  if (standings.length === 0) return;
  const said = [
    standings.map(({ event }) => event.tenant),
    standings.map(({ event }) => event.subject),
    standings.map(({ event }) => event.sequence),
    standings.map(({ requesterId }) => requesterId),
    standings.map(({ teamId }) => teamId),
  ];
  await client.query({ name: 'event_log.stand', text: STAND, values: [epoch, ...said] });
}

/** Stores an event whose position readers may have passed: they are shown it by its number among the late ones. */
export async function storeLate(client: Client, epoch: string, event: ToStore): Promise<void> {
  await client.query(BEGIN_LATE);
  const { rows } = await client.query<{ next: string }>(
    'SELECT coalesce(max(late), 0) + 1 AS next FROM event_log WHERE tenant_id = $1 AND late IS NOT NULL',
    [event.about.tenant],
  );
  await storeEvents(client, epoch, [event], Number(rows[0]!.next));
}
