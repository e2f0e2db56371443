import { withClient } from '@ledgerdesk/postgres';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Standalone } from './standalone.ts';

const LOOK_EVERY_MS = 5;

const TABLES = `SELECT string_agg(format('SELECT min(position) AS least FROM %I.view_checkpoint', table_schema), ' UNION ALL ') AS all_views
  FROM information_schema.tables WHERE table_name = 'view_checkpoint'`;

/** Waits until every view of every service has seen everything that is in the ledger now. */
export function caughtUp(desk: Standalone): Promise<void> {
  return withClient(desk.urlOf('ledgerdesk_read'), async (read) => {
    const head = await withClient(desk.urlOf('ledgerdesk_ledger'), async (ledger) => {
      const { rows } = await ledger.query<{ position: string }>('SELECT position FROM ledger.counter');
      return BigInt(rows[0]!.position);
    });
    const { rows } = await read.query<{ all_views: string }>(TABLES);
    const text = `SELECT min(least) AS least FROM (${rows[0]!.all_views}) v`;
    for (;;) {
      const { rows: found } = await read.query<{ least: string }>(text);
      if (BigInt(found[0]!.least) >= head) return;
      await sleep(LOOK_EVERY_MS);
    }
  });
}
