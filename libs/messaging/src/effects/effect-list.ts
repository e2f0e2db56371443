import type { EffectName } from './effect-acts.ts';
import type { Database } from './effect-table.ts';

/** An effect as somebody who looks at it sees it. */
export interface KeptEffect extends EffectName {
  readonly state: 'waiting' | 'done' | 'withdrawn' | 'parked';
  readonly attempts: number;
  readonly dueAt: Date;
  /** When it is tried next; of one that is in somebody's hands, when it is taken for abandoned. */
  readonly nextAt: Date;
  readonly inHand: boolean;
  /** Why its last try failed, where one did. */
  readonly error: string | null;
  readonly settledAt: Date | null;
}

/** Whether the schema has effects at all. */
export async function keepsEffects(database: Database): Promise<boolean> {
  const { rows } = await database.query<{ there: boolean }>(
    `SELECT to_regclass('effect') IS NOT NULL AND to_regclass('effect_act') IS NOT NULL AS there`,
  );
  return rows[0]!.there;
}

const COLUMNS = `effect, key, state, attempts, due_at AS "dueAt", next_at AS "nextAt", claim IS NOT NULL AS "inHand",
  last_error AS error, settled_at AS "settledAt"`;

/** What has not happened yet: first what is parked, then what comes next. */
export async function listEffects(database: Database, limit: number): Promise<readonly KeptEffect[]> {
  const { rows } = await database.query<KeptEffect>(
    `SELECT ${COLUMNS} FROM effect WHERE state IN ('waiting', 'parked')
     ORDER BY state = 'waiting', next_at, effect, key LIMIT $1`,
    [limit],
  );
  return rows;
}

/** One effect, whatever became of it, with what its doing needs as JSON. */
export async function effectNamed(
  database: Database,
  { effect, key }: EffectName,
): Promise<(KeptEffect & { readonly payload: string }) | undefined> {
  const { rows } = await database.query<KeptEffect & { readonly payload: string }>(
    `SELECT ${COLUMNS}, payload FROM effect WHERE effect = $1 AND key = $2`,
    [effect, key],
  );
  return rows[0];
}
