import type { Query } from '@ledgerdesk/read-models';
import { FeedHistory, SOME_TENANT } from '@ledgerdesk/testing';
import { lateEvents, nextEvents, standOf, WINDOW } from '../../src/event-log/event-log.query.ts';
import { theBeginning } from '../../src/event-log/log-place.ts';
import { readableTopics } from '../../src/http/events/readable.ts';
import { OTHER_TENANT } from '../support/desk.ts';
import { ALL_PARTITIONS, EventLogBench } from '../support/event-log-bench.ts';

/** So many events that a page which looked at them all would be felt; a few of them came late. */
const aLongLog = `
  INSERT INTO event_log (tenant_id, source, position, epoch, id, subject, sequence, event, late)
  SELECT CASE WHEN n % 4 = 0 THEN '${OTHER_TENANT}' ELSE '${SOME_TENANT}' END, 'ticket/' || n % 12, n, 'history', n,
    'tkt_' || n / 8, n % 8, repeat('x', 400), CASE WHEN n % 1000 = 1 THEN n / 1000 END
  FROM generate_series(1, 40000) AS n;
  INSERT INTO event_log_ticket (tenant_id, id, epoch, sequence, requester_id, team_id)
  SELECT '${SOME_TENANT}', 'tkt_' || n, 'history', 0, 'psn_1', '' FROM generate_series(0, 5000) AS n`;

interface Plan {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly Plans?: readonly Plan[];
}

describe('A page of a long event log', () => {
  let bench: EventLogBench;
  beforeAll(async () => {
    bench = await EventLogBench.start();
    await bench.beginAnew(new FeedHistory());
    const { pool } = bench.database;
    const client = await pool.connect();
    await client.query(`BEGIN; SET LOCAL ledgerdesk.tenant = '*'; ${aLongLog}; COMMIT`);
    await client.query('VACUUM ANALYZE event_log');
    await client.query('ANALYZE event_log_ticket');
    client.release();
  });
  afterAll(() => bench.stop());

  const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

  /** How many rows PostgreSQL looks at for it. */
  async function rowsFor(ask: (query: Query) => Promise<unknown>): Promise<number> {
    const views = await bench.database.views([], new FeedHistory().keyRing);
    const plans: Plan[] = [];
    await views.read(SOME_TENANT, (query) =>
      ask((async ({ name, text, values }) => {
        const explained = { name: `explain ${name}`, text: `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values };
        const [row] = await query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(explained);
        plans.push(row!['QUERY PLAN'][0]!.Plan);
        return [];
      }) as Query),
    );
    return plans
      .flatMap(nodesOf)
      .filter((node) => /Scan/.test(node['Node Type']))
      .map((node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'])
      .reduce((sum, rows) => sum + rows, 0);
  }

  const place = { ...theBeginning(readableTopics), epoch: 'history' };
  const reached = new Map(ALL_PARTITIONS.map((source) => [source, 40_000n]));
  const slice = { tenant: SOME_TENANT, place, stand: { epoch: 'history', reached, late: 40 } };

  it('costs the next keys of each partition, and the rows of one page', async () => {
    const partitions = 12;
    // Keys, the same as the page's, its rows, who has to do with their tickets, and the partitions.
    const most = WINDOW * (partitions + 3) + ALL_PARTITIONS.length;
    expect(await rowsFor((query) => nextEvents(query, slice))).toBeLessThanOrEqual(most);
  });

  it('costs what came late, and no more', async () => {
    expect(await rowsFor((query) => lateEvents(query, slice))).toBeLessThan(WINDOW);
    expect(await rowsFor((query) => standOf(query, SOME_TENANT))).toBeLessThan(WINDOW);
  });
});
