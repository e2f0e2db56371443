import { withClient } from '@ledgerdesk/postgres';
import type { ClientBase } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Standalone } from './standalone.ts';

const LOOK_EVERY_MS = 5;

/** The least or the sum of the positions that all views of all services have reached, as a query. */
export async function checkpointsOf(read: ClientBase, what: 'min' | 'sum'): Promise<string> {
  const { rows } = await read.query<{ of_views: string }>(
    `SELECT string_agg(format('SELECT ${what}(position) AS value FROM %I.view_checkpoint', table_schema), ' UNION ALL ') AS of_views
      FROM information_schema.tables WHERE table_name = 'view_checkpoint'`,
  );
  return `SELECT ${what}(value)::text AS value FROM (${rows[0]!.of_views}) v`;
}

/** Waits until every view of every service has seen everything that is in the ledger now. */
export function caughtUp(desk: Standalone): Promise<void> {
  return withClient(desk.urlOf('ledgerdesk_read'), async (read) => {
    const head = await withClient(desk.urlOf('ledgerdesk_ledger'), async (ledger) => {
      const { rows } = await ledger.query<{ position: string }>('SELECT position FROM ledger.counter');
      return BigInt(rows[0]!.position);
    });
    const text = await checkpointsOf(read, 'min');
    for (;;) {
      const { rows } = await read.query<{ value: string }>(text);
      if (BigInt(rows[0]!.value) >= head) return;
      await sleep(LOOK_EVERY_MS);
    }
  });
}
