import { InMemoryEventStore, placeOf } from '@ledgerdesk/event-store';
import {
  closeGeneration,
  forgetGeneration,
  generationsOf,
  prepareGeneration,
  Relay,
  relayMigrations,
  relayName,
  type PlacedEvent,
  type Publisher,
  type RelayOptions,
} from '@ledgerdesk/messaging';
import { migrate } from '@ledgerdesk/postgres';
import { SOME_TENANT, startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DeskLedger, published } from '../support/desk-ledger.ts';
import { quiet } from '../support/quiet.ts';

/** Keeps what it is brought; `before` is what comes of a page first. */
class Shelf implements Publisher {
  readonly events: PlacedEvent[] = [];
  pages = 0;
  before: (events: readonly PlacedEvent[]) => unknown = () => undefined;

  async publish(events: readonly PlacedEvent[]): Promise<void> {
    await this.before(events);
    this.pages += 1;
    this.events.push(...events);
  }

  get heard(): readonly string[] {
    return this.events.map(({ event: { subject, sequence } }) => `${subject}/${sequence}`);
  }

  async untilHeard(count: number): Promise<void> {
    while (this.events.length < count) await sleep(5);
  }
}

const silent = quiet;

describe('A relay', () => {
  let postgres: TestPostgres;
  let database: pg.Pool;
  let eventStore: InMemoryEventStore;
  let ledger: DeskLedger;
  let shelf: Shelf;
  const running: { readonly stopping: AbortController; readonly end: Promise<void> }[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
    const url = await postgres.createDatabase('relay');
    await migrate(url, { schema: 'spec', migrations: relayMigrations, oldestProgram: 1 });
    database = new pg.Pool({ connectionString: url, options: '-c search_path=spec' });
    database.on('error', () => undefined);
  });
  beforeEach(async () => {
    await database.query('TRUNCATE relay');
    eventStore = new InMemoryEventStore();
    ledger = new DeskLedger(eventStore);
    shelf = new Shelf();
  });
  afterEach(async () => {
    await stopAll();
    await eventStore.close();
  });
  afterAll(async () => {
    await database.end();
    await postgres.stop();
  });

  function relay(holder: string, options: Partial<RelayOptions> = {}): Relay {
    return new Relay({
      name: 'spec',
      holder,
      eventStore,
      published,
      publisher: shelf,
      database,
      logger: silent,
      backOff: { firstMs: 5, longestMs: 20 },
      leaseMs: 300,
      batchSize: 3,
      ...options,
    });
  }
  function run(one: Relay): Relay {
    const stopping = new AbortController();
    running.push({ stopping, end: one.run(stopping.signal) });
    return one;
  }
  async function stopAll(): Promise<void> {
    for (const { stopping } of running) stopping.abort();
    await Promise.all(running.splice(0).map(({ end }) => end));
  }
  /** Leases last longer than relays know, so that a busy machine does not come too late to renew one. */
  const generous: RelayOptions['database'] = {
    query: ((text: string, values: unknown[]) =>
      database.query(
        text,
        values.map((value) => (typeof value === 'number' ? value * 1000 : value)),
      )) as pg.Pool['query'],
  };
  const joins = async (count: number, team = 'tea_1'): Promise<void> => {
    for (let n = 0; n < count; n += 1) await ledger.join(team, `psn_${n}`);
  };
  const sequences = (team: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_, n) => `${team}/${n}`);

  it('brings all public events in the ledger’s order, with their places, and nothing private', async () => {
    await joins(2);
    await ledger.claim('private');
    await ledger.audit('tea_1');
    run(relay('a'));
    await shelf.untilHeard(3);
    await ledger.take('tkt_1', 'psn_1');
    await shelf.untilHeard(4);
    expect(shelf.heard).toEqual(['tea_1/0', 'tea_1/1', 'tea_1/2', 'tkt_1/0']);
    expect(shelf.events[2]?.event.type).toBe('ledgerdesk.access.v1.BareNotice');
    const places = shelf.events.map(({ position }) => position);
    expect(places).toEqual(places.toSorted((a, b) => Number(a - b)));
    expect(new Set(places).size).toBe(4);
  });

  it('goes on where it was, in another process', async () => {
    await joins(4);
    run(relay('a'));
    await shelf.untilHeard(4);
    await stopAll();
    await joins(3, 'tea_2');
    run(relay('b'));
    await shelf.untilHeard(7);
    expect(shelf.heard).toEqual([...sequences('tea_1', 4), ...sequences('tea_2', 3)]);
  });

  it('brings a page again, the same and in order, that it could not say was brought', async () => {
    let failures = 0;
    shelf.before = (events) => {
      if (failures < 2 && events.some(({ event }) => event.sequence === 4)) {
        failures += 1;
        // What a crash between the publishing and the checkpoint leaves behind.
        shelf.events.push(...events);
        throw new Error('The broker is away');
      }
    };
    await joins(7);
    const one = run(relay('a'));
    await shelf.untilHeard(13);
    expect(failures).toBe(2);
    expect(shelf.heard.filter((heard, at, all) => all.indexOf(heard) === at)).toEqual(sequences('tea_1', 7));
    expect(shelf.heard.slice(3, 12)).toEqual([
      ...sequences('tea_1', 6).slice(3),
      ...sequences('tea_1', 6).slice(3),
      ...sequences('tea_1', 6).slice(3),
    ]);
    while (one.health.fault !== undefined) await sleep(5);
    expect(one.health).toMatchObject({ leads: true, stopped: false });
  });

  it('is led by one of many processes, and by another at once when that one stops', async () => {
    const many = ['a', 'b', 'c'].map((holder) => run(relay(holder, { leaseMs: 60_000 })));
    for (let n = 0; n < 10; n += 1) {
      await joins(2);
      await sleep(10);
    }
    await shelf.untilHeard(20);
    expect(many.filter(({ health }) => health.leads)).toHaveLength(1);
    expect(shelf.heard).toEqual(sequences('tea_1', 20));
    await stopAll();
    run(relay('d', { leaseMs: 60_000 }));
    await joins(2, 'tea_2');
    await shelf.untilHeard(22);
    expect(shelf.heard).toEqual([...sequences('tea_1', 20), ...sequences('tea_2', 2)]);
  });

  it('keeps its lead for longer than a lease', async () => {
    const leaseMs = 60;
    const heldUntil = async (): Promise<number> =>
      (await database.query<{ held_until: Date }>('SELECT held_until FROM relay')).rows[0]!.held_until.getTime();
    const one = run(relay('a', { leaseMs, database: generous }));
    while (!one.health.leads) await sleep(5);
    run(relay('b', { leaseMs, database: generous }));
    const first = await heldUntil();
    while ((await heldUntil()) < first + 10 * leaseMs) await sleep(5);
    expect(one.health.leads).toBe(true);
    const { rows } = await database.query('SELECT holder, term FROM relay');
    expect(rows).toEqual([{ holder: 'a', term: '1' }]);
  });

  it('that was stopped for longer than its lease, and believes that it leads, moves nothing any more', async () => {
    await joins(3);
    let wake: () => void = () => undefined;
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const sleeper = new Shelf();
    sleeper.before = () => asleep;
    // Its renewals sleep, too: a stopped process runs no timer.
    const slept = run(
      relay('sleeper', {
        publisher: sleeper,
        leaseMs: 100,
        database: {
          query: (async (text: string, values: unknown[]) => {
            if (text.includes('held_until =') && values.length === 3 && text.startsWith('UPDATE')) await asleep;
            return database.query(text, values);
          }) as pg.Pool['query'],
        },
      }),
    );
    while (!slept.health.leads) await sleep(5);
    const other = run(relay('other', { database: generous }));
    await shelf.untilHeard(3);
    await joins(3, 'tea_2');
    await shelf.untilHeard(6);
    const { position } = placeOf(await eventStore.head());
    while (other.health.position !== position) await sleep(5);
    const { rows: before } = await database.query('SELECT * FROM relay');
    wake();
    while (slept.health.leads) await sleep(5);
    const { rows: after } = await database.query('SELECT * FROM relay');
    expect(after.map(({ holder, term, position }) => ({ holder, term, position }))).toEqual(
      before.map(({ holder, term, position }) => ({ holder, term, position })),
    );
    expect(shelf.heard).toEqual([...sequences('tea_1', 3), ...sequences('tea_2', 3)]);
    expect(sleeper.heard.every((heard) => heard.startsWith('tea_1'))).toBe(true);
  });

  it('refuses a checkpoint of another ledger, says what to do, and brings nothing more', async () => {
    await joins(3);
    run(relay('a'));
    await shelf.untilHeard(3);
    await stopAll();
    const restored = new InMemoryEventStore();
    const other = new DeskLedger(restored);
    await other.join('tea_9', 'psn_9');
    const one = run(relay('b', { eventStore: restored }));
    await running.at(-1)!.end;
    expect(one.health).toMatchObject({ leads: false, stopped: true, fault: expect.stringContaining('restored') });
    expect(shelf.events).toHaveLength(3);
    await restored.close();
  });

  it('goes on by itself where its database was away', async () => {
    let away = true;
    let asked = 0;
    run(
      relay('a', {
        database: {
          query: ((text: string, values: unknown[]) => {
            asked += 1;
            if (away) return Promise.reject(new Error('connect ECONNREFUSED'));
            return database.query(text, values);
          }) as pg.Pool['query'],
        },
      }),
    );
    await joins(2);
    while (asked < 3) await sleep(5);
    expect(shelf.events).toHaveLength(0);
    away = false;
    await shelf.untilHeard(2);
  });

  describe('that failed says so until it is over', () => {
    /** Is away when it is first asked. */
    const awayAtFirst = () => {
      let asked = 0;
      const query = (text: string, values: unknown[]) =>
        (asked += 1) === 1 ? Promise.reject(new Error('away')) : database.query(text, values);
      return { query: query as pg.Pool['query'] };
    };
    const untilFaulty = async (one: Relay) => {
      while (one.health.fault === undefined) await sleep(1);
    };
    const untilWell = async (one: Relay) => {
      while (one.health.fault !== undefined) await sleep(5);
    };

    it('on a replica that does not lead: when it has asked for the lead', async () => {
      const leading = run(relay('a', { database: generous }));
      while (!leading.health.leads) await sleep(5);
      const one = run(relay('b', { database: awayAtFirst(), backOff: { firstMs: 200, longestMs: 200 } }));
      await untilFaulty(one);
      await untilWell(one);
      expect(one.health).toEqual({ leads: false, stopped: false });
    });

    it('where it leads, and nothing waits to be brought: when it follows the ledger', async () => {
      await joins(2);
      const { position } = placeOf(await eventStore.head());
      const before = run(relay('a'));
      while (before.health.position !== position) await sleep(5);
      await stopAll();
      const one = run(relay('b', { database: awayAtFirst(), backOff: { firstMs: 200, longestMs: 200 } }));
      await untilFaulty(one);
      await untilWell(one);
      expect(one.health).toMatchObject({ leads: true, position });
    });

    it('where something waits: not before it is brought', async () => {
      await joins(2);
      let failures = 0;
      const faults: (string | undefined)[] = [];
      const one = relay('a');
      shelf.before = () => {
        faults.push(one.health.fault);
        if ((failures += 1) < 4) throw new Error('The broker is away');
      };
      run(one);
      await shelf.untilHeard(2);
      expect(faults).toEqual([undefined, ...Array<string>(3).fill('The broker is away')]);
      await untilWell(one);
    });
  });

  it('of one tenant brings that tenant’s events, and passes the others’', async () => {
    const other = new DeskLedger(eventStore, 'tnt_01h455vb4pex5vsknk084sn02q');
    await other.join('tea_9', 'psn_9');
    await joins(2);
    await other.join('tea_9', 'psn_8');
    const one = run(relay('a', { tenant: SOME_TENANT }));
    await shelf.untilHeard(2);
    const { position } = placeOf(await eventStore.head());
    while (one.health.position !== position) await sleep(5);
    expect(shelf.heard).toEqual(sequences('tea_1', 2));
  });

  it('that may not go back so far begins where it may, and then goes on where it was', async () => {
    await joins(2);
    const then = placeOf(await eventStore.head());
    await joins(2, 'tea_2');
    const notBefore = () => Promise.resolve(then);
    run(relay('a', { notBefore }));
    await shelf.untilHeard(2);
    await stopAll();
    await joins(1, 'tea_3');
    run(relay('b', { notBefore }));
    await shelf.untilHeard(3);
    expect(shelf.heard).toEqual([...sequences('tea_2', 2), ...sequences('tea_3', 1)]);
  });

  describe('of a generation that somebody prepares', () => {
    const generation = () => generationsOf(database, 'spec');
    const prepared = (holder: string) => relay(holder, { name: relayName('spec', '2'), whilePrepared: true });

    it('brings nothing before it is prepared, then all from the beginning, beside the one before', async () => {
      await joins(3);
      run(relay('a'));
      const next = run(prepared('b'));
      await shelf.untilHeard(3);
      expect(next.health.leads).toBe(false);
      expect(await generation()).toMatchObject([{ generation: '1', led: true }]);

      await prepareGeneration(database, 'spec', '2');
      await shelf.untilHeard(6);
      expect(shelf.heard).toEqual([...sequences('tea_1', 3), ...sequences('tea_1', 3)]);
      expect(await generation()).toMatchObject([
        { generation: '1', led: true, retiring: false },
        { generation: '2', led: true, retiring: false },
      ]);
    });

    it('goes on where it was, however often it is prepared', async () => {
      await joins(3);
      await prepareGeneration(database, 'spec', '2');
      run(prepared('a'));
      await shelf.untilHeard(3);
      await stopAll();
      await prepareGeneration(database, 'spec', '2');
      await joins(1, 'tea_2');
      run(prepared('b'));
      await shelf.untilHeard(4);
      expect(shelf.heard).toEqual([...sequences('tea_1', 3), ...sequences('tea_2', 1)]);
    });

    it('ends when it is closed, and no process takes it up, nor makes it anew when it is forgotten', async () => {
      await prepareGeneration(database, 'spec', '2');
      const one = run(prepared('a'));
      await joins(1);
      await shelf.untilHeard(1);
      await closeGeneration(database, 'spec', '2');
      while (one.health.leads) await sleep(5);
      run(prepared('b'));
      run(relay('c'));
      await joins(1, 'tea_2');
      await shelf.untilHeard(3);
      expect(await generation()).toMatchObject([
        { generation: '1', led: true, retiring: false },
        { generation: '2', led: false, retiring: true },
      ]);

      await forgetGeneration(database, 'spec', '2');
      await joins(1, 'tea_3');
      await shelf.untilHeard(4);
      expect(await generation()).toMatchObject([{ generation: '1' }]);
      expect(shelf.heard).toEqual(['tea_1/0', 'tea_1/0', 'tea_2/0', 'tea_3/0']);
    });
  });
});
