import { keepsEffects } from './effect-list.ts';
import type { Database } from './effect-table.ts';

/** Two databases may have two clocks. */
const CLOCKS_DIFFER_BY = '1 minute';

/**
 * Forgets a service's effects whose cause may be no more, or whose outcome: what has not happened, what events took back, and
 * what was done since the ledger ended, for a timer's command was lost with it. Reactions that hear the ledger anew ask for it
 * again under the same keys, and doing one twice does no harm (`DoEffect`). What was done before stays done, and what an
 * operator skipped stays skipped.
 */
export async function forgetEffects(database: Database, ledgerEndedAt: Date): Promise<void> {
  if (!(await keepsEffects(database))) return;
  await database.query(
    `DELETE FROM effect e
     WHERE NOT (state = 'done' AND settled_at < $1::timestamptz - interval '${CLOCKS_DIFFER_BY}')
       AND NOT (state = 'withdrawn' AND EXISTS (
         SELECT FROM effect_act a WHERE a.act = 'skip' AND (a.effect, a.key) = (e.effect, e.key)))`,
    [ledgerEndedAt],
  );
}
