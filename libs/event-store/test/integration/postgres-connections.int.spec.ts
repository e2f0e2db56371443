import { type EventStore } from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { Follower } from '../support/follower.ts';
import { allOf, expectInOrder, expectSawAll } from '../support/reckoning.ts';
import { aLedger, type ServiceLedger } from '../support/service-ledgers.ts';
import { commandOf, type WriterPlan } from '../support/writer-plan.ts';

const tenant = newId('tnt');
const plan: WriterPlan = {
  store: { adapter: 'postgres', url: '' },
  name: 'writer',
  tenant,
  category: 'purse',
  commands: 1000,
  inFlight: 4,
};

describe('The connections of an event store on PostgreSQL', () => {
  let postgres: TestPostgres;
  let ledger: ServiceLedger;
  let store: EventStore;
  let others: EventStore;
  const followers: Follower[] = [];

  beforeAll(async () => void (postgres = await startPostgres()));
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    ledger = await aLedger(postgres, { purses: { categories: ['purse'], readAll: true } });
    store = ledger.store('purses', { applicationName: 'observed' });
    others = ledger.store('purses');
  });
  afterEach(async () => {
    jest.useRealTimers();
    await Promise.all(followers.splice(0).map((follower) => follower.stop()));
    await ledger.close();
  });

  function send(n: number, through = store) {
    const { stream, events, memo } = commandOf(plan, n);
    return through.append(stream, 'any', events, memo);
  }

  function follow(): Follower {
    const follower = Follower.subscribed(store, 'everything');
    followers.push(follower);
    return follower;
  }

  async function processes(where = 'true'): Promise<number> {
    const { rowCount } = await postgres.query(
      `SELECT FROM pg_stat_activity WHERE application_name = 'observed' AND (${where})`,
    );
    return rowCount!;
  }

  /** Ends server processes, and waits until they are gone: what they had to say is then on its way to the client. */
  async function terminate(where = 'true'): Promise<number> {
    const { rowCount } = await postgres.query(
      `SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = 'observed' AND (${where})`,
    );
    return rowCount!;
  }

  const LISTENS = `query LIKE 'LISTEN%' OR query LIKE '%ledger.head()%'`;

  it('wake a subscription by a notification, without its poll', async () => {
    const follower = follow();
    await send(0);
    await follower.until(await store.head());
    // No timer of this process fires any more: only the database can wake the subscription.
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date', 'hrtime'] });
    for (let n = 1; n < 20; n += 1) {
      await send(n, others);
      await follower.until(await others.head());
    }
    await expectSawAll(store, follower);
  });

  it('wake a subscription by its poll, where the notification was not heard', async () => {
    const follower = follow();
    await send(0);
    await follower.until(await store.head());
    for (let n = 1; n < 4; n += 1) {
      await terminate(LISTENS);
      await send(n, others);
      await follower.until(await others.head());
    }
    await expectSawAll(store, follower);
  });

  it('are notified of each commit with the position it reached', async () => {
    const session = await ledger.session('purses');
    const heard: string[] = [];
    session.on('notification', ({ payload }) => heard.push(payload!));
    await session.query('LISTEN ledger');
    const first = await send(0);
    await session.query('SELECT 1');
    expect(first).toMatchObject({ kind: 'appended', cursor: expect.stringMatching(RegExp(`\\.${heard[0]}$`)) });
  });

  it('are replaced when they were lost while idle', async () => {
    const follower = follow();
    await send(0);
    await follower.until(await store.head());
    for (let n = 1; n <= 3; n += 1) {
      expect(await terminate()).toBeGreaterThan(0);
      expect((await send(n)).kind).toBe('appended');
      expect(await allOf(store, 'everything')).toHaveLength((await allOf(others, 'everything')).length);
      await follower.until(await others.head());
    }
    await expectSawAll(store, follower);
  });

  it('are replaced when they are lost under load, and every append is stored once', async () => {
    const follower = follow();
    const answers = Array.from({ length: 600 }, (_, n) => send(n));
    for (let round = 0; round < 5; round += 1) {
      await answers[round * 20];
      await terminate();
    }
    for (const { kind } of await Promise.all(answers)) expect(['appended', 'repeated']).toContain(kind);
    const events = await allOf(others, 'everything');
    expectInOrder(others, events);
    expect(new Set(events.map(({ metadata }) => metadata.commandId)).size).toBe(600);
    await follower.until(await others.head());
    await expectSawAll(others, follower);
  });

  it('are one listening for all subscriptions of a store', async () => {
    const some = Array.from({ length: 10 }, follow);
    await send(0);
    for (const follower of some) await follower.until(await others.head());
    expect(await processes(LISTENS)).toBe(1);
  });

  it('are all let go when the store closes, whatever it is doing', async () => {
    const some = Array.from({ length: 10 }, follow);
    await send(0);
    await some[0]!.until(await others.head());
    const sending = Array.from({ length: 50 }, (_, n) => send(n));
    await store.close();
    await Promise.all(sending);
    await Promise.all(some.map((follower) => follower.stop()));
    while ((await processes()) > 0);
  });

  it('are all let go when the store closes while it is still opening them', async () => {
    for (let round = 0; round < 10; round += 1) {
      const brief = ledger.store('purses', { applicationName: 'observed' });
      followers.push(Follower.subscribed(brief, 'everything'), Follower.subscribed(brief, 'everything'));
      if (round % 2) await brief.head();
      await brief.close();
    }
    while ((await processes()) > 0);
  });

  it('are refused with the reason where the role, the password or the database is wrong', async () => {
    const wrong = ledger.store('nobody');
    await expect(wrong.head()).rejects.toMatchObject({ code: '28P01' });
    await expect(send(0, wrong)).rejects.toMatchObject({ code: '28P01' });
  });
});
