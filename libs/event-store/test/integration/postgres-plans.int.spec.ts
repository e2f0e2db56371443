import { eventIdOf, type EventStore } from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { Follower } from '../support/follower.ts';
import { allOf } from '../support/reckoning.ts';
import { aLedger, type ServiceLedger } from '../support/service-ledgers.ts';
import { commandOf, type WriterPlan } from '../support/writer-plan.ts';

const tenant = newId('tnt');
const plan: WriterPlan = {
  store: { adapter: 'postgres', url: '' },
  name: 'writer',
  tenant,
  category: 'purse',
  commands: 100_000,
  inFlight: 500,
};

describe('The plans of the ledger', () => {
  let postgres: TestPostgres;
  let ledger: ServiceLedger;
  let store: EventStore;

  // Nobody analyses the tables: what the planner believes of them stays what it believed when they were empty.
  beforeAll(async () => void (postgres = await startPostgres({ settings: { autovacuum: 'off' } })));
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    ledger = await aLedger(postgres, { purses: { categories: ['purse', 'coin'], readAll: true } });
    store = ledger.store('purses');
  });
  afterEach(() => ledger.close());

  const send = (n: number) => {
    const { stream, events, memo } = commandOf(plan, n);
    return store.append(stream, 'any', events, memo);
  };

  async function fill(): Promise<void> {
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => {
        const { stream, events, memo } = commandOf({ ...plan, name: 'filler' }, n);
        const many = Array.from({ length: 1000 }, (_, index) => ({
          ...events[0],
          eventId: eventIdOf(tenant, memo.commandId, index),
        }));
        return store.append({ ...stream, id: `filler-${n}` }, 'no stream', [many[0]!, ...many.slice(1)], memo);
      }),
    );
    for (let n = 0; n < 3000; n += 300) {
      await Promise.all(Array.from({ length: 300 }, (_, index) => send(n + index)));
    }
  }

  /** How often a whole table was read. A server process reports when it ends. */
  async function wholeReads(): Promise<Record<string, number>> {
    await ledger.close();
    while ((await postgres.query(`SELECT FROM pg_stat_activity WHERE usename = 'purses'`)).rowCount);
    const { rows } = await postgres.query(
      `SELECT relname, seq_scan::int FROM pg_stat_user_tables WHERE relname IN ('events', 'streams', 'commands')`,
      ledger.database,
    );
    return Object.fromEntries(
      (rows as { relname: string; seq_scan: number }[]).map((row) => [row.relname, row.seq_scan]),
    );
  }

  const forget = () => postgres.query('SELECT pg_stat_reset()', ledger.database);

  it('go by the indexes for appends, also those made while the ledger was empty', async () => {
    // Made on an empty ledger, and kept by this connection: PostgreSQL would settle on a generic plan after five.
    for (let n = 0; n < 20; n += 1) await send(n);
    await fill();
    await forget();
    for (let n = 3000; n < 3040; n += 1) await send(n);
    for (let n = 2990; n < 3000; n += 1) expect((await send(n)).kind).toBe('repeated');
    await Promise.all(Array.from({ length: 300 }, (_, n) => send(3040 + n)));
    expect(await wholeReads()).toEqual({ events: 0, streams: 0, commands: 0 });
  });

  it('go by the indexes for reading, also those made while the ledger was empty', async () => {
    const { stream, memo } = commandOf(plan, 0);
    const filters = ['everything', { categories: ['purse'] }, { categories: ['purse', 'coin'] }, { stream }] as const;
    const read = async (): Promise<void> => {
      const head = await store.head();
      for (const filter of filters) {
        await store.readAll(filter, 'start', 100);
        await store.readAll(filter, head, 100);
      }
      for (const direction of ['forward', 'backward'] as const) {
        for await (const event of store.readStream(stream, { direction, limit: 5 }))
          expect(event.stream).toEqual(stream);
      }
      await store.findCommand(tenant, memo.commandId);
      await store.cursorAt((await store.readAll('everything', 'start', 1)).events[0]!.storedAt);
    };
    await send(0);
    for (let round = 0; round < 10; round += 1) await read();
    await fill();
    await forget();
    for (let round = 0; round < 10; round += 1) await read();
    const follower = Follower.subscribed(store, { categories: ['purse'] }, { batchSize: 1000 });
    await follower.until(await store.head());
    await follower.stop();
    expect(follower.seen).toHaveLength((await allOf(store, 'everything')).length);
    expect(await wholeReads()).toEqual({ events: 0, streams: 0, commands: 0 });
  });

  it('read no more than a page for a page, however much comes after it', async () => {
    await fill();
    await forget();
    const { stream } = commandOf({ ...plan, name: 'filler' }, 0);
    const some = [
      { categories: ['purse'] },
      { categories: ['purse', 'coin'] },
      { stream: { ...stream, id: 'filler-3' } },
    ];
    for (const filter of [...some, 'everything'] as const) {
      expect((await store.readAll(filter, 'start', 500)).events).toHaveLength(500);
    }
    await wholeReads();
    const { rows } = await postgres.query(
      `SELECT sum(idx_tup_read)::int AS entries FROM pg_stat_user_indexes WHERE relname = 'events'`,
      ledger.database,
    );
    expect((rows[0] as { entries: number }).entries).toBeLessThan(10_000);
  });
});
