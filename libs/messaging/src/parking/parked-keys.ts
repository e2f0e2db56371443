import type { ClientBase, Pool } from 'pg';
import { toStructured } from '../cloud-events/structured.ts';
import { reasonOf, storable } from '../delivery/fault.ts';
import { keepBroken, KEPT_COLUMNS, keptRecordOf, type KeptRecord, type KeptRow } from './broken-records.ts';
import { listParked, type ParkedKey } from './parked-list.ts';
import type { Queue } from './waiting.ts';

type Database = Pick<Pool | ClientBase, 'query'>;

/** What waits first under a parked key: an event as it was parked, or a record that could not be read. */
export type FirstParked = { readonly id: string } & (
  { readonly event: string; readonly record?: never } | { readonly event?: never; readonly record: KeptRecord }
);

/** What is parked now of one batch. */
export interface ToPark {
  readonly queues: ReadonlyMap<string, Queue>;
  /** The ledger's epoch. */
  readonly epoch: string;
  /** When the first try is made. */
  readonly inMs: number;
}

export interface FailedAgain {
  readonly error: string;
  readonly inMs: number;
  readonly uncounted: boolean;
}

/** Of one that waits behind another, which has been drained since. */
const BEHIND = 'It waits behind an event that failed.';

/** While so few are parked, all of them are asked for: that takes no list of the batch's keys. */
const FEW = 500;

/**
 * The parked keys of one consumer. How many events wait stands in the key's own row: whoever adds some and whoever takes the
 * last one away meet there, so that none is left without its key.
 */
export class ParkedKeys {
  constructor(private readonly consumer: string) {}

  /** Which keys are parked, at least of these. */
  async among(database: Database, keys: () => readonly string[]): Promise<ReadonlySet<string>> {
    const few = await database.query<{ key: string }>({
      name: 'parked_key.few',
      text: 'SELECT key FROM parked_key WHERE consumer = $1 LIMIT $2',
      values: [this.consumer, FEW],
    });
    if (few.rows.length < FEW) return new Set(few.rows.map(({ key }) => key));
    const { rows } = await database.query<{ key: string }>(
      'SELECT key FROM parked_key WHERE consumer = $1 AND key = ANY ($2)',
      [this.consumer, keys()],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** Parks, in the transaction that moves the checkpoint past all this. */
  async park(database: Database, { queues, epoch, inMs }: ToPark): Promise<void> {
    for (const [key, { broken, events, fault }] of queues) {
      for (const record of broken) {
        const id = await keepBroken(database, this.consumer, { record, epoch });
        await database.query('INSERT INTO parked_event (consumer, key, record) VALUES ($1, $2, $3)', [
          this.consumer,
          key,
          id,
        ]);
      }
      await database.query(
        `INSERT INTO parked_event (consumer, key, position, event)
         SELECT $1, $2, e.position, e.event
         FROM unnest($3::bigint[], $4::text[]) WITH ORDINALITY AS e(position, event, nth) ORDER BY nth`,
        [this.consumer, key, events.map(({ position }) => position.toString()), events.map(toStructured)],
      );
      await database.query(
        `INSERT INTO parked_key AS parked (consumer, key, waiting, next_at, error)
         VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond', $5)
         ON CONFLICT (consumer, key) DO UPDATE SET waiting = parked.waiting + excluded.waiting`,
        [this.consumer, key, broken.length + events.length, inMs, storable(fault ? reasonOf(fault.thrown) : BEHIND)],
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

  /** In how many milliseconds the first turn comes; undefined where nothing is parked. */
  async nextInMs(database: Database): Promise<number | undefined> {
    const { rows } = await database.query<{ in_ms: string | null }>({
      name: 'parked_key.next',
      text: `SELECT extract(epoch FROM min(next_at) - clock_timestamp()) * 1000 AS in_ms FROM parked_key WHERE consumer = $1`,
      values: [this.consumer],
    });
    const inMs = rows[0]?.in_ms;
    return inMs == null ? undefined : Math.max(0, Number(inMs));
  }

  async first(database: Database, key: string): Promise<FirstParked | undefined> {
    const { rows } = await database.query<{ id: string; event: string | null } & KeptRow>(
      `SELECT e.id::text, e.event, ${KEPT_COLUMNS}
       FROM parked_event e LEFT JOIN broken_record b ON b.id = e.record
       WHERE e.consumer = $1 AND e.key = $2 ORDER BY e.id LIMIT 1`,
      [this.consumer, key],
    );
    const [row] = rows;
    if (!row) return undefined;
    const { id, event } = row;
    return event === null ? { id, record: keptRecordOf(row) } : { id, event };
  }

  /** The first was taken, or is skipped: the next may be tried. Answers whether it was there. */
  async passed(database: Database, key: string, id: string): Promise<boolean> {
    const { rowCount } = await database.query(
      `WITH gone AS (DELETE FROM parked_event WHERE consumer = $1 AND key = $2 AND id = $3 RETURNING 1)
       UPDATE parked_key SET waiting = waiting - 1, attempts = 1 WHERE consumer = $1 AND key = $2 AND EXISTS (SELECT FROM gone)`,
      [this.consumer, key, id],
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

  /** The first failed again; a try that came to nothing by no fault of its own is not counted. */
  async failed(database: Database, key: string, { error, inMs, uncounted }: FailedAgain): Promise<void> {
    await database.query(
      `UPDATE parked_key SET error = $3, next_at = clock_timestamp() + $4 * interval '1 millisecond',
         attempts = greatest(0, attempts - $5::int)
       WHERE consumer = $1 AND key = $2`,
      [this.consumer, key, storable(error), inMs, Number(uncounted)],
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
  list(database: Database, limit: number): Promise<readonly ParkedKey[]> {
    return listParked(database, { consumer: this.consumer, limit });
  }
}
