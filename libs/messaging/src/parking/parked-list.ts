import type { ClientBase, Pool } from 'pg';
import { KEPT_COLUMNS, keptRecordOf, type KeptRecord, type KeptRow } from './broken-records.ts';

type Database = Pick<Pool | ClientBase, 'query'>;

/** A parked key as somebody who looks at it sees it. */
export interface ParkedKey {
  readonly consumer: string;
  readonly key: string;
  /** So many events wait, the failed one included. */
  readonly waiting: number;
  readonly attempts: number;
  readonly error: string;
  readonly parkedAt: Date;
  readonly nextAt: Date;
}

/** An event that waits, as JSON in the structured mode of CloudEvents; or a record that could not be read. */
export type ParkedItem =
  { readonly event: string; readonly record?: never } | { readonly event?: never; readonly record: KeptRecord };

export interface Wanted {
  readonly consumer?: string | undefined;
  /** A whole key, or its end: the aggregate's id. */
  readonly key?: string | undefined;
  readonly limit: number;
}

/** What is parked in this schema, the longest first. */
export async function listParked(database: Database, { consumer, key, limit }: Wanted): Promise<readonly ParkedKey[]> {
  const { rows } = await database.query<ParkedKey>(
    `SELECT consumer, key, waiting, attempts, error, parked_at AS "parkedAt", next_at AS "nextAt" FROM parked_key
     WHERE ($1::text IS NULL OR consumer = $1) AND ($2::text IS NULL OR key = $2 OR right(key, length($2) + 1) = '/' || $2)
     ORDER BY parked_at, consumer, key LIMIT $3`,
    [consumer ?? null, key ?? null, limit],
  );
  return rows;
}

/** What waits under a parked key, in order. */
export async function itemsOf(
  database: Database,
  { consumer, key }: Pick<ParkedKey, 'consumer' | 'key'>,
  limit: number,
): Promise<readonly ParkedItem[]> {
  const { rows } = await database.query<{ event: string | null } & KeptRow>(
    `SELECT e.event, ${KEPT_COLUMNS}
     FROM parked_event e LEFT JOIN broken_record b ON b.id = e.record
     WHERE e.consumer = $1 AND e.key = $2 ORDER BY e.id LIMIT $3`,
    [consumer, key, limit],
  );
  return rows.map((row) => (row.event === null ? { record: keptRecordOf(row) } : { event: row.event }));
}
