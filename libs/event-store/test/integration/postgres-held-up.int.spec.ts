import { BusyError, eventIdOf, type AppendResult, type EventStore, type NewEvent } from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import type pg from 'pg';
import { Follower } from '../support/follower.ts';
import { SERVICE_FUNCTIONS } from '../../src/postgres/schema/rights.ts';
import { appendRaw, honest } from '../support/raw-append.ts';
import { allOf, expectInOrder, expectSawAll } from '../support/reckoning.ts';
import { aLedger, type ServiceLedger } from '../support/service-ledgers.ts';
import { commandOf, type WriterPlan } from '../support/writer-plan.ts';

const tenant = newId('tnt');
const HOLD = 4711;

describe('The ledger in PostgreSQL, while something is slow', () => {
  let postgres: TestPostgres;
  let ledger: ServiceLedger;
  let store: EventStore;
  let owner: pg.Client;
  const followers: Follower[] = [];

  beforeAll(async () => void (postgres = await startPostgres()));
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    ledger = await aLedger(postgres, { purses: { categories: ['purse'], readAll: true } });
    store = ledger.store('purses');
    owner = await ledger.session();
  });
  afterEach(async () => {
    await Promise.all(followers.splice(0).map((follower) => follower.stop()));
    await ledger.close();
  });

  const planOf = (name: string): WriterPlan => ({
    store: { adapter: 'postgres', url: '' },
    name,
    tenant,
    category: 'purse',
    commands: 1000,
    inFlight: 4,
  });

  function send(name: string, n: number, through = store): Promise<AppendResult> {
    const { stream, events, memo } = commandOf(planOf(name), n);
    return through.append(stream, 'any', events, memo);
  }

  function follow(): void {
    const purses = { categories: ['purse'] };
    followers.push(
      Follower.subscribed(store, 'everything'),
      Follower.subscribed(store, purses, { batchSize: 3 }),
      Follower.restless(ledger.store('purses'), purses, { batchSize: 10 }),
    );
  }

  /** Positions are dense, streams in order, and each follower saw all of it once. */
  async function reckon(): Promise<number> {
    const events = await allOf(store, 'everything');
    expectInOrder(store, events);
    expect(events.map(({ cursor }) => cursor.split('.')[1])).toEqual(events.map((_, index) => String(index + 1)));
    const head = await store.head();
    for (const follower of followers) {
      await follower.until(head);
      await expectSawAll(store, follower);
    }
    return events.length;
  }

  /** From now on an append waits so long for its turn, and is then BUSY. */
  async function turnsWithin(time: string): Promise<void> {
    const [signature] = SERVICE_FUNCTIONS;
    await owner.query(`ALTER FUNCTION ledger.${signature} SET lock_timeout = '${time}'`);
  }

  it('leaves no gap where appends are rolled back, and waits for slow ones', async () => {
    await turnsWithin('60s');
    follow();
    const rolledBack: string[] = [];
    const disturb = async (writer: number): Promise<void> => {
      // Each transaction is sent at once: one that stood open for too long would be put out.
      const session = await ledger.session('purses', { pipeline: true });
      for (let round = 0; round < 40; round += 1) {
        const raw = honest({ category: 'purse', tenant, id: `disturbed-${writer}`, events: 2 });
        const undone = round % 2 === 0;
        await Promise.all([
          session.query('BEGIN'),
          appendRaw(session, raw),
          session.query(`SELECT pg_sleep(${round % 5 === 0 ? 0.005 : 0})`),
          session.query(undone ? 'ROLLBACK' : 'COMMIT'),
        ]);
        if (undone) rolledBack.push(...(raw.event_ids as string[]));
      }
    };
    const write = async (writer: number): Promise<void> => {
      const own = ledger.store('purses');
      for (let n = 0; n < 60; n += 1) await send(`writer-${writer}`, n, own);
    };
    await Promise.all([0, 1, 2].flatMap((writer) => [disturb(writer), write(writer)]));
    await reckon();
    const stored = new Set((await allOf(store, 'everything')).map(({ eventId }) => eventId));
    expect(rolledBack).toHaveLength(120);
    expect(rolledBack.filter((id) => stored.has(id))).toEqual([]);
  });

  it.each([
    ['in another database of the cluster', 'postgres'],
    ['in the database of the ledger', undefined],
  ])('hides no new event behind an open transaction %s', async (_, database) => {
    const open = database === undefined ? owner : await (await aLedger(postgres, {})).session();
    await open.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    const { rows } = await open.query<{ id: string }>('SELECT pg_current_xact_id()::text AS id');
    expect(Number(rows[0]!.id)).toBeGreaterThan(0);

    follow();
    for (let n = 0; n < 12; n += 1) await send('late', n);
    expect(await reckon()).toBeGreaterThan(12);
    await open.query('COMMIT');
    await open.end();
  });

  it('puts out a client that appends in a transaction of its own and then stops, and nobody loses anything', async () => {
    await turnsWithin('60s');
    follow();
    const stopped = await ledger.session('purses');
    await stopped.query('BEGIN');
    const raw = honest({ category: 'purse', tenant, id: 'stopped' });
    expect(await appendRaw(stopped, raw)).toEqual(['appended']);
    expect((await send('others', 0)).kind).toBe('appended');
    await expect(stopped.query('COMMIT')).rejects.toThrow();
    const stored = (await allOf(store, 'everything')).map(({ eventId }) => eventId);
    expect(stored).not.toContain((raw.event_ids as string[])[0]);
    await reckon();
  });

  it('stores nothing more of what waited past its deadline, however much waits, and says BUSY of it', async () => {
    // Whoever is sent is held up for longer than anybody may wait.
    await turnsWithin('1500ms');
    const brief = ledger.store('purses', { appendTimeoutMs: 1000 });
    await owner.query('BEGIN; LOCK TABLE ledger.turn');
    const answers = Array.from({ length: 1200 }, (_, n) => send('waiting', n * 11, brief));
    await Promise.race(answers).catch(() => owner.query('COMMIT'));

    const settled = await Promise.allSettled(answers);
    for (const one of settled) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(BusyError);
    const taken = settled.filter(({ status }) => status === 'fulfilled').length;
    // Two groups were on their way when the first was answered; all others were still waiting.
    expect(taken).toBeLessThanOrEqual(256);
    const stored = new Set((await allOf(store, 'everything')).map(({ metadata }) => metadata.commandId));
    expect(stored.size).toBe(taken);
    expect((await send('waiting', 1)).kind).toBe('appended');
  });

  describe('inside one append, held up by a trigger', () => {
    // Polls: a wait for a lock would end by the lock timeout of the append.
    beforeEach(async () => {
      await owner.query(`
        CREATE FUNCTION public.hold() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          WHILE NOT pg_try_advisory_xact_lock(${HOLD}) LOOP PERFORM pg_sleep(0.1); END LOOP;
          RETURN NEW;
        END $$;
        CREATE TRIGGER hold BEFORE INSERT ON ledger.events FOR EACH ROW WHEN (NEW.type = 'Held')
          EXECUTE FUNCTION public.hold();
        SELECT pg_advisory_lock(${HOLD});`);
    });

    const release = (): Promise<unknown> => owner.query(`SELECT pg_advisory_unlock(${HOLD})`);

    /** The server process that is held up. */
    async function untilHeld(): Promise<number> {
      for (;;) {
        const { rows } = await owner.query<{ pid: number }>(
          `SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`,
        );
        if (rows[0]) return rows[0].pid;
      }
    }

    function sendHeld(): Promise<AppendResult> {
      const { stream, events, memo } = commandOf(planOf('held'), 0);
      const held: NewEvent = { ...events[0], eventId: eventIdOf(tenant, memo.commandId, 0), type: 'Held' };
      return store.append({ ...stream, id: 'held' }, 'no stream', [held], memo);
    }

    it('makes the others wait or answers them BUSY; readers see nothing out of order, and nothing is lost', async () => {
      for (let n = 0; n < 5; n += 1) await send('before', n);
      const before = await store.head();
      // The others are BUSY long before the held one is given up itself.
      await turnsWithin('300ms');
      follow();
      const held = sendHeld();
      await untilHeld();

      const others = [store, ledger.store('purses'), ledger.store('purses')].map((own, writer) =>
        Promise.allSettled(Array.from({ length: 20 }, (_, n) => send(`other-${writer}`, n, own))),
      );
      // Reading goes on, and nothing after the held one is there before it.
      for (const follower of followers) await follower.until(before);
      expect(await store.head()).toBe(before);
      await Promise.race(others.slice(1));
      expect(await store.head()).toBe(before);
      await release();

      expect((await held).kind).toBe('appended');
      const settled = (await Promise.all(others)).flat();
      for (const one of settled) {
        if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(BusyError);
        else expect(one.value.kind).toBe('appended');
      }
      expect(settled.some(({ status }) => status === 'rejected')).toBe(true);
      const [first] = (await store.readAll('everything', before, 1)).events;
      expect(first!.type).toBe('Held');

      // BUSY promised that nothing was stored: sent again, each is new.
      for (const [index, one] of settled.entries()) {
        const again = await send(`other-${Math.floor(index / 20)}`, index % 20);
        expect(again.kind).toBe(one.status === 'rejected' ? 'appended' : 'repeated');
      }
      await reckon();
    });

    it('stores it once where its server process was ended while it was held up', async () => {
      const held = sendHeld();
      await owner.query('SELECT pg_terminate_backend($1)', [await untilHeld()]);
      await release();
      expect(['appended', 'repeated']).toContain((await held).kind);
      expect(await reckon()).toBe(1);
    });

    it('says BUSY where the statement was cancelled, for nothing was stored', async () => {
      const held = sendHeld();
      const cancelled = expect(held).rejects.toThrow(BusyError);
      await owner.query('SELECT pg_cancel_backend($1)', [await untilHeld()]);
      await cancelled;
      await release();
      expect(await allOf(store, 'everything')).toEqual([]);
      expect((await sendHeld()).kind).toBe('appended');
      await reckon();
    });
  });
});
