import { streamName } from '@ledgerdesk/event-store';
import pg from 'pg';
import { perSecond } from './in-flight.ts';
import { TicketLife, type Sealing } from './ticket-life.ts';

const TABLE = `CREATE TABLE IF NOT EXISTS plain_events (
  stream text NOT NULL, revision bigint NOT NULL, event_id uuid NOT NULL, type text NOT NULL, schema_version integer NOT NULL,
  recorded_at timestamptz NOT NULL, data text NOT NULL, metadata text NOT NULL, UNIQUE (stream, revision))`;

const INSERT = `INSERT INTO plain_events (stream, revision, event_id, type, schema_version, recorded_at, data, metadata)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

/**
 * The reference: plain one-row INSERTs of the same bytes by a named statement, a transaction each, into a table whose only
 * index is unique (stream, revision). Answers events a second of the best of 8, 16 and 32 connections.
 */
export async function plainInserts(url: string, seconds: number, sealing?: Sealing): Promise<number> {
  const rates: number[] = [];
  for (const connections of [8, 16, 32]) rates.push(await insertsOver(connections, { url, seconds, sealing }));
  return Math.max(...rates);
}

interface Inserts {
  readonly url: string;
  readonly seconds: number;
  readonly sealing: Sealing | undefined;
}

async function insertsOver(connections: number, { url, seconds, sealing }: Inserts): Promise<number> {
  const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  await clients[0]!.query(TABLE);
  try {
    return await perSecond(
      clients.map((client) => inserting(client, new TicketLife(1, sealing))),
      seconds,
    );
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

function inserting(client: pg.Client, life: TicketLife): () => Promise<unknown> {
  return () => {
    const { stream, expected, events } = life.next();
    const [{ eventId, type, schemaVersion, data, metadata }] = events;
    const revision = typeof expected === 'number' ? expected + 1 : 0;
    const values = [
      streamName(stream),
      revision,
      eventId,
      type,
      schemaVersion,
      new Date(),
      JSON.stringify(data),
      JSON.stringify(metadata),
    ];
    return client.query({ name: 'plain insert', text: INSERT, values });
  };
}
