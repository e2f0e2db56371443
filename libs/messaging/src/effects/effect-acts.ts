import type { Effect } from './effect.ts';
import type { Database } from './effect-table.ts';

export type EffectName = Pick<Effect, 'effect' | 'key'>;

/** Who does something about which effect. */
export interface EffectAct extends EffectName {
  readonly by: string;
}

/** What an operator did. */
export interface RecordedEffectAct extends EffectAct {
  readonly at: Date;
  readonly act: 'retry' | 'skip';
  /** Of a skip. */
  readonly reason: string | null;
  /** Why its last try had failed, where one had. */
  readonly error: string | null;
}

/**
 * Lets an effect that failed be tried at once, as if for the first time, and records who wanted it. Answers whether there was one:
 * what has not been tried yet is not due earlier by this, and what somebody is just trying is left to them.
 */
export const retryEffect = (database: Database, { effect, key, by }: EffectAct): Promise<boolean> =>
  acted(
    database,
    `UPDATE effect SET state = 'waiting', attempts = 0, next_at = clock_timestamp(), settled_at = NULL
     WHERE effect = $1 AND key = $2 AND (state = 'parked' OR state = 'waiting' AND attempts > 0 AND claim IS NULL)`,
    [effect, key, by, 'retry', null],
  );

/**
 * Leaves an effect out for ever, unless it has happened, and records who wanted that and why. Answers whether there was one; one
 * that is being done at this moment may still happen.
 */
export const skipEffect = (
  database: Database,
  { effect, key, by, reason }: EffectAct & { readonly reason: string },
): Promise<boolean> =>
  acted(
    database,
    `UPDATE effect SET state = 'withdrawn', claim = NULL, settled_at = clock_timestamp()
     WHERE effect = $1 AND key = $2 AND state IN ('waiting', 'parked')`,
    [effect, key, by, 'skip', reason],
  );

/** What was done about an effect, the latest first. */
export async function effectActsIn(
  database: Database,
  { effect, key, limit }: EffectName & { readonly limit: number },
): Promise<readonly RecordedEffectAct[]> {
  const { rows } = await database.query<RecordedEffectAct>(
    `SELECT at, by_whom AS by, act, effect, key, reason, error FROM effect_act
     WHERE effect = $1 AND key = $2 ORDER BY id DESC LIMIT $3`,
    [effect, key, limit],
  );
  return rows;
}

/** In one statement: nothing is done that is not recorded. */
async function acted(database: Database, update: string, values: readonly unknown[]): Promise<boolean> {
  const { rowCount } = await database.query(
    `WITH acted AS (${update} RETURNING effect, key, last_error)
     INSERT INTO effect_act (by_whom, act, effect, key, reason, error)
     SELECT $3, $4, effect, key, $5, last_error FROM acted`,
    [...values],
  );
  return rowCount === 1;
}
