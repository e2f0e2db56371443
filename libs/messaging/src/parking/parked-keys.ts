import type { ClientBase, Pool } from 'pg';

type Database = Pick<Pool | ClientBase, 'query'>;

/** Events of one aggregate that cannot be taken now, in their order. */
export interface ToPark {
  readonly key: string;
  readonly events: readonly { readonly position: bigint; readonly text: string }[];
  /** Why the first of them failed; absent where they wait behind one that failed before. */
  readonly error?: string;
}

/** A parked key as somebody who looks at it sees it. */
export interface ParkedKey {
  readonly key: string;
  /** So many events wait, the failed one included. */
  readonly waiting: number;
  readonly attempts: number;
  readonly error: string;
  readonly parkedAt: Date;
  readonly nextAt: Date;
}

/** The first event of a parked key. */
export interface FirstParked {
  readonly position: bigint;
  readonly text: string;
}

const LONGEST_ERROR = 2000;
/** Of one that waits behind another, which has been drained since. */
const BEHIND = 'It waits behind an event that failed.';

/**
 * The parked keys of one consumer. How many events wait stands in the key's own row: whoever adds some and whoever takes the
 * last one away meet there, so that none is left without its key.
 */
export class ParkedKeys {
  constructor(private readonly consumer: string) {}

  /** Which of these keys are parked. */
  async among(database: Database, keys: readonly string[]): Promise<ReadonlySet<string>> {
    if (keys.length === 0) return new Set();
    const { rows } = await database.query<{ key: string }>(
      'SELECT key FROM parked_key WHERE consumer = $1 AND key = ANY ($2)',
      [this.consumer, keys],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** Parks, in the transaction that moves the checkpoint past these events. The first try is made `inMs` from now. */
  async park(database: Database, parked: readonly ToPark[], inMs: number): Promise<void> {
    for (const { key, events, error } of parked) {
      await database.query(
        `INSERT INTO parked_event (consumer, key, position, event)
         SELECT $1, $2, e.position, e.event FROM unnest($3::bigint[], $4::text[]) AS e(position, event)`,
        [this.consumer, key, events.map(({ position }) => position.toString()), events.map(({ text }) => text)],
      );
      await database.query(
        `INSERT INTO parked_key AS parked (consumer, key, waiting, next_at, error)
         VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond', $5)
         ON CONFLICT (consumer, key) DO UPDATE SET waiting = parked.waiting + excluded.waiting`,
        [this.consumer, key, events.length, inMs, (error ?? BEHIND).slice(0, LONGEST_ERROR)],
      );
    }
  }

  /** Takes keys whose turn has come, for so long that nobody else tries them meanwhile. */
  async claim(database: Database, { limit, forMs }: { readonly limit: number; readonly forMs: number }) {
    const { rows } = await database.query<{ key: string; attempts: number }>(
      `UPDATE parked_key SET attempts = attempts + 1, next_at = clock_timestamp() + $3 * interval '1 millisecond'
       WHERE consumer = $1 AND key IN (
         SELECT key FROM parked_key WHERE consumer = $1 AND next_at <= clock_timestamp()
         ORDER BY next_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING key, attempts`,
      [this.consumer, limit, forMs],
    );
    return rows;
  }

  async first(database: Database, key: string): Promise<FirstParked | undefined> {
    const { rows } = await database.query<{ position: string; event: string }>(
      `SELECT e.position::text, e.event FROM parked_event e WHERE consumer = $1 AND key = $2
       ORDER BY e.position LIMIT 1`,
      [this.consumer, key],
    );
    return rows[0] && { position: BigInt(rows[0].position), text: rows[0].event };
  }

  /** The first event was taken, or is skipped: the next may be tried. Answers whether it was there. */
  async passed(database: Database, key: string, position: bigint): Promise<boolean> {
    const { rowCount } = await database.query(
      `WITH gone AS (DELETE FROM parked_event WHERE consumer = $1 AND key = $2 AND position = $3 RETURNING 1)
       UPDATE parked_key SET waiting = waiting - 1, attempts = 1 WHERE consumer = $1 AND key = $2 AND EXISTS (SELECT FROM gone)`,
      [this.consumer, key, position.toString()],
    );
    return rowCount === 1;
  }

  /** The key is free where nothing waits any more. Answers whether it is. */
  async free(database: Database, key: string): Promise<boolean> {
    const { rowCount } = await database.query(
      'DELETE FROM parked_key WHERE consumer = $1 AND key = $2 AND waiting = 0',
      [this.consumer, key],
    );
    return rowCount === 1;
  }

  /** The first event failed again. */
  async failed(database: Database, key: string, { error, inMs }: { readonly error: string; readonly inMs: number }) {
    await database.query(
      `UPDATE parked_key SET error = $3, next_at = clock_timestamp() + $4 * interval '1 millisecond'
       WHERE consumer = $1 AND key = $2`,
      [this.consumer, key, error.slice(0, LONGEST_ERROR), inMs],
    );
  }

  /** Lets a key be tried at once: all of them where none is named. Answers how many that are. */
  async retry(database: Database, key?: string): Promise<number> {
    const { rowCount } = await database.query(
      `UPDATE parked_key SET next_at = clock_timestamp() WHERE consumer = $1 AND ($2::text IS NULL OR key = $2)`,
      [this.consumer, key ?? null],
    );
    return rowCount ?? 0;
  }

  /** What is parked, the longest first. */
  async list(database: Database, limit: number): Promise<readonly ParkedKey[]> {
    const { rows } = await database.query<ParkedKey>(
      `SELECT key, waiting, attempts, error, parked_at AS "parkedAt", next_at AS "nextAt" FROM parked_key
       WHERE consumer = $1 ORDER BY parked_at, key LIMIT $2`,
      [this.consumer, limit],
    );
    return rows;
  }
}
