import type { Instant, JsonObject } from '@ledgerdesk/kernel';
import type { ClientBase, Pool } from 'pg';
import { storable } from '../delivery/fault.ts';
import type { Effect } from './effect.ts';

/** A connection in whose transaction the effect is asked for, or any. */
export type Database = Pick<Pool | ClientBase, 'query'>;

/** What a claim took. */
export interface Claimed extends Effect {
  readonly attempt: number;
  /** It is not to be done: its tries were used up without a word of what became of the last. */
  readonly parked: boolean;
}

export interface Claiming {
  readonly kinds: readonly string[];
  readonly limit: number;
  readonly forMs: number;
  /** So many tries each has. */
  readonly attempts: number;
}

/** What became of a try. */
export type Settled =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'again'; readonly inMs: number; readonly error: string }
  | { readonly outcome: 'parked'; readonly error: string };

interface Row {
  readonly effect: string;
  readonly key: string;
  readonly due_at: string;
  readonly payload: string;
  readonly attempts: number;
  readonly parked: boolean;
}

/** Whoever tried was killed, or hung, each time. */
const UNSAID = 'Nobody said what became of its last try.';

/** Asks for effects, in the transaction of what they follow from; those asked for before stay as they are. */
export async function askFor(database: Database, effects: readonly Effect[]): Promise<void> {
  if (effects.length === 0) return;
  await database.query(
    `INSERT INTO effect (effect, key, due_at, next_at, payload)
     SELECT e.effect, e.key, e.due_at, e.due_at, e.payload
     FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[]) AS e(effect, key, due_at, payload)
     ORDER BY 1, 2
     ON CONFLICT (effect, key) DO NOTHING`,
    [
      effects.map(({ effect }) => effect),
      effects.map(({ key }) => key),
      effects.map(({ dueAt }) => dueAt),
      effects.map(({ payload }) => JSON.stringify(payload)),
    ],
  );
}

/** Withdraws an effect, unless it has happened; one that is being done at this moment may still happen. */
export async function withdraw(database: Database, { effect, key }: Pick<Effect, 'effect' | 'key'>): Promise<void> {
  await database.query(
    `UPDATE effect SET state = 'withdrawn', claim = NULL, settled_at = clock_timestamp()
     WHERE effect = $1 AND key = $2 AND state IN ('waiting', 'parked')`,
    [effect, key],
  );
}

/** The sender's side of the table. */
export class EffectTable {
  constructor(private readonly database: Database) {}

  /** Takes what is due, oldest first: nobody else has it until the claim ends. What has no try left is parked. */
  async claim(claim: string, { kinds, limit, forMs, attempts }: Claiming): Promise<readonly Claimed[]> {
    const { rows } = await this.database.query<Row>(
      `UPDATE effect SET attempts = attempts + (attempts < $5)::int,
              claim = CASE WHEN attempts < $5 THEN $1::uuid END,
              state = CASE WHEN attempts < $5 THEN state ELSE 'parked' END,
              last_error = CASE WHEN attempts < $5 THEN last_error ELSE $6 END,
              settled_at = CASE WHEN attempts >= $5 THEN clock_timestamp() END,
              next_at = clock_timestamp() + $4 * interval '1 millisecond'
       WHERE (effect, key) IN (
         SELECT effect, key FROM effect
         WHERE state = 'waiting' AND next_at <= clock_timestamp() AND effect = ANY ($2)
         ORDER BY next_at LIMIT $3 FOR UPDATE SKIP LOCKED)
       RETURNING effect, key, to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS due_at, payload, attempts, claim IS NULL AS parked`,
      [claim, kinds, limit, forMs, attempts, UNSAID],
    );
    return rows.map(claimed).sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  }

  /** Says what became of what was claimed; of a claim that has ended since, nothing is kept. */
  async settle(noted: readonly (readonly [claim: string, effect: Effect, settled: Settled])[]): Promise<void> {
    if (noted.length === 0) return;
    await this.database.query(
      `UPDATE effect e SET
         state = CASE WHEN s.in_ms IS NULL THEN s.outcome ELSE 'waiting' END,
         next_at = CASE WHEN s.in_ms IS NULL THEN e.next_at ELSE clock_timestamp() + s.in_ms * interval '1 millisecond' END,
         settled_at = CASE WHEN s.in_ms IS NULL THEN clock_timestamp() END,
         last_error = s.error, claim = NULL
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::text[])
         AS s(claim, effect, key, outcome, in_ms, error)
       WHERE e.effect = s.effect AND e.key = s.key AND e.claim = s.claim AND e.state = 'waiting'`,
      [
        noted.map(([claim]) => claim),
        noted.map(([, { effect }]) => effect),
        noted.map(([, { key }]) => key),
        noted.map(([, , { outcome }]) => outcome),
        noted.map(([, , settled]) => (settled.outcome === 'again' ? settled.inMs : null)),
        noted.map(([, , settled]) => (settled.outcome === 'done' ? null : storable(settled.error))),
      ],
    );
  }

  /** In how many milliseconds the next is due; undefined where nothing waits. */
  async nextInMs(kinds: readonly string[]): Promise<number | undefined> {
    const { rows } = await this.database.query<{ in_ms: string | null }>(
      `SELECT extract(epoch FROM next_at - clock_timestamp()) * 1000 AS in_ms FROM effect
       WHERE state = 'waiting' AND effect = ANY ($1) ORDER BY next_at LIMIT 1`,
      [kinds],
    );
    return rows[0]?.in_ms == null ? undefined : Math.max(0, Number(rows[0].in_ms));
  }
}

const claimed = ({ effect, key, due_at, payload, attempts, parked }: Row): Claimed => ({
  effect,
  key,
  dueAt: due_at as Instant,
  payload: JSON.parse(payload) as JsonObject,
  attempt: attempts,
  parked,
});
