import type { EventStore } from '@ledgerdesk/event-store';
import { withBorrowed } from '@ledgerdesk/postgres';
import type { Pool, PoolClient } from 'pg';
import { consumerName } from '../runner/consumer-name.ts';
import { ALL_TENANTS, TENANT_SETTING } from '../table/create-table.ts';
import type { ViewTable } from '../table/view-table.ts';
import { compareRows } from './compare-rows.ts';
import type { Comparison } from './comparison.ts';
import type { Refill } from './refill.ts';
import { standOf } from './stand-of.ts';

export interface TwoFillings {
  readonly service: string;
  readonly database: Pool;
  readonly eventStore: Pick<EventStore, 'head'>;
  /** What queries see. */
  readonly table: ViewTable;
  readonly rebuilt: ViewTable;
  readonly refill: Refill;
}

/** Nobody waits for it but the server, which keeps what it sees. */
const LOOK = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL idle_in_transaction_session_timeout = 0;
  SET LOCAL TimeZone = 'UTC'; SET LOCAL ${TENANT_SETTING} = '${ALL_TENANTS}'`;

/**
 * Compares two fillings of a view that have heard the same events, while others come. A batch stores its rows with its
 * checkpoint, so what one transaction sees of the one is all up to its checkpoints; the other one is brought to just there.
 */
export async function compareAtOnePlace(two: TwoFillings): Promise<Comparison> {
  const { service, database, eventStore, table, rebuilt, refill } = two;
  return looking(database, async (live) => {
    await refill.to(await standOf(live, table, eventStore));
    return looking(database, async (other) => ({
      ...(await compareRows({ client: live, table }, { client: other, table: rebuilt })),
      parked: { live: await parkedBy(live, service, table), rebuilt: await parkedBy(other, service, rebuilt) },
    }));
  });
}

const looking = <Result>(database: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> =>
  withBorrowed(database, async (client) => {
    await client.query(LOOK);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  });

async function parkedBy(client: PoolClient, service: string, { view }: ViewTable): Promise<number> {
  const { rows } = await client.query<{ parked: number }>(
    'SELECT count(*)::int AS parked FROM parked_key WHERE consumer = $1',
    [consumerName(service, view)],
  );
  return rows[0]!.parked;
}
