import { cursorOf, InMemoryEventStore, placeOf } from '@ledgerdesk/event-store';
import {
  LedgerFeed,
  partitionSourceOf,
  SupersededConsumerError,
  type BrokenRecord,
  type FeedEvent,
} from '@ledgerdesk/messaging';
import {
  rebuildView,
  ServiceViews,
  type Rebuilding,
  type RebuildOptions,
  type Rebuilt,
  type View,
} from '@ledgerdesk/read-models';
import { FeedHistory, foldedRows, SOME_TENANT, ViewDatabase } from '@ledgerdesk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { CrashingPool } from '../support/crashing-pool.ts';
import { append, published } from '../support/fed-ledger.ts';
import { aDesk, ANNA, CARLA, NETWORK, openedBy, OTHER_TENANT, registered } from '../support/histories.ts';
import { personCard } from '../support/person-card.ts';

const NO_LOG = { error: () => undefined, warn: () => undefined, debug: () => undefined };
const PATIENT_MS = 60_000;
const TABLES = `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'v', 'i') AND relname LIKE 'person_card%' ORDER BY 1`;

describe('A view that is rebuilt beside the one that queries see', () => {
  let database: ViewDatabase;
  let pool: pg.Pool;
  let eventStore: InMemoryEventStore;
  let history: FeedHistory;
  let views: ServiceViews;
  let feed: LedgerFeed | undefined;

  beforeAll(async () => {
    database = await ViewDatabase.start({ connections: 6 });
    pool = new pg.Pool(poolConfig());
    // Whoever stops the server ends connections that are still on their way out.
    pool.on('error', () => undefined);
  });
  beforeEach(async () => {
    await database.beginAnew();
    eventStore = new InMemoryEventStore();
    history = aDesk();
    await append(eventStore, history.events);
    views = await viewsOf(personCard);
    feed = undefined;
  });
  afterEach(() => feed?.stop());
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });

  const poolConfig = () => ({
    connectionString: database.postgres.urlOf('read', 'reader', 'reader'),
    max: 4,
    pipeline: true,
  });

  const viewsOf = async (view: View): Promise<ServiceViews> => {
    const made = new ServiceViews({
      service: 'spec',
      views: [view],
      database: database.pool,
      keyRing: history.keyRing,
      eventStore,
      logger: NO_LOG,
    });
    await made.prepare();
    return made;
  };

  const startFeed = async (from = views): Promise<void> => {
    feed = new LedgerFeed({ eventStore, published, logger: NO_LOG, backOff: { firstMs: 5, longestMs: 20 } });
    for (const consumer of from.consumers) feed.subscribe(consumer);
    await feed.start();
    await caughtUp();
  };

  const caughtUp = async (): Promise<void> => {
    const { position } = placeOf(await eventStore.head());
    while (feed!.health()[0]?.position !== position) await sleep(2);
  };

  const rebuild = (options: Partial<RebuildOptions> = {}): Promise<Rebuilt> =>
    rebuildView({
      service: 'spec',
      view: personCard,
      database: pool,
      keyRing: history.keyRing,
      eventStore,
      published,
      logger: NO_LOG,
      signal: new AbortController().signal,
      compareOnly: false,
      onProgress: () => undefined,
      ...options,
    });

  const says = async (...events: readonly FeedEvent[]): Promise<void> => append(eventStore, events);
  const opens = (id: string, by = CARLA) => says(history.aggregate('ticket', id).says(openedBy(by)));

  /** The rows that the history makes, without a database. */
  const expectedRows = (): readonly object[] =>
    foldedRows(personCard, history).toSorted((a, b) => (`${a.tenantId} ${a.id}` < `${b.tenantId} ${b.id}` ? -1 : 1));

  const kept = async (): Promise<readonly string[]> => {
    const { rows } = await database.pool.query<{ name: string }>(TABLES);
    return rows.map(({ name }) => name);
  };

  const asService = async (text: string): Promise<pg.QueryResult> => {
    const client = await database.pool.connect();
    try {
      await client.query(`BEGIN; SET LOCAL ledgerdesk.tenant = '*'`);
      const result = await client.query(text);
      await client.query('COMMIT');
      return result;
    } finally {
      client.release();
    }
  };

  it('takes its place without a pause, while events come and readers read', async () => {
    await startFeed();
    const before = await kept();
    const oldTable = await asService(`SELECT 'person_card_v1'::regclass::oid AS oid`);
    const [writing, reading] = [new AbortController(), new AbortController()];
    let written = 0;
    const writer = (async () => {
      for (; !writing.signal.aborted; written += 1) await opens(`tkt_w${written}`).then(() => sleep(1));
    })();
    let least = 0;
    let reads = 0;
    const opened = {
      name: 'opened',
      text: 'SELECT tickets_opened AS n FROM person_card WHERE id = $1',
      values: [CARLA],
    };
    const reader = (async () => {
      for (; !reading.signal.aborted; reads += 1) {
        const [row] = await views.read(SOME_TENANT, (query) => query<{ n: number }>(opened));
        expect(row!.n).toBeGreaterThanOrEqual(least);
        least = row!.n;
      }
    })();
    while (written < 20) await sleep(2);
    const rebuilds = [await rebuild(), await rebuild()];
    const during = written;
    while (written < during + 20) await sleep(2);
    writing.abort();
    await writer;
    await caughtUp();
    reading.abort();
    await reader;

    expect(rebuilds).toMatchObject(
      [1, 2].map(() => ({ swapped: true, comparison: { same: true, live: { rows: 3 } } })),
    );
    expect(await database.rowsOf(personCard)).toEqual(expectedRows());
    expect((await asService(`SELECT 'person_card_v1'::regclass::oid AS oid`)).rows).not.toEqual(oldTable.rows);
    expect(await kept()).toEqual(before);
    expect(reads).toBeGreaterThan(0);
    // A service that starts finds its table as it left it.
    await viewsOf(personCard);
  });

  it('tells how far it is', async () => {
    await startFeed();
    const told: Rebuilding[] = [];
    await rebuild({ onProgress: (progress) => void told.push(progress) });
    const { position } = placeOf(await eventStore.head());
    expect(told.at(-1)).toEqual({ step: 'filling', read: position, total: position });
  });

  const spoil = async (): Promise<void> => {
    await asService(
      `UPDATE person_card_v1 SET language = 'xx', name = 'Mallory' WHERE id = '${ANNA}' AND tenant_id = '${SOME_TENANT}'`,
    );
    await asService(`DELETE FROM person_card_v1 WHERE id = '${CARLA}'`);
    await asService(
      `INSERT INTO person_card_v1 (tenant_id, id, person_sequence) VALUES ('${OTHER_TENANT}', 'nobody', 0)`,
    );
  };

  const found = {
    same: false,
    live: { rows: 3 },
    rebuilt: { rows: 3 },
    onlyLive: { count: 1, examples: [{ tenant: OTHER_TENANT, id: 'nobody' }] },
    onlyRebuilt: { count: 1, examples: [{ tenant: SOME_TENANT, id: CARLA }] },
    different: { count: 1, examples: [{ tenant: SOME_TENANT, id: ANNA, columns: ['name', 'language'] }] },
  };

  it('finds rows that are spoiled, lost or of nobody, by their keys and never by what stands in them, and mends them', async () => {
    await startFeed();
    const right = await database.rowsOf(personCard);
    await spoil();
    const { comparison, swapped } = await rebuild();
    expect(comparison).toMatchObject(found);
    expect(JSON.stringify(comparison)).not.toMatch(/Mallory|Anna|xx/);
    expect(comparison.live.hash).not.toBe(comparison.rebuilt.hash);
    expect(swapped).toBe(true);
    expect(await database.rowsOf(personCard)).toEqual(right);
    expect((await rebuild({ compareOnly: true })).comparison.same).toBe(true);
  });

  it('is only compared where that was asked for, and leaves nothing behind', async () => {
    await startFeed();
    const before = await kept();
    await spoil();
    const spoiled = await database.rowsOf(personCard);
    expect(await rebuild({ compareOnly: true })).toMatchObject({ comparison: found, swapped: false });
    expect(await database.rowsOf(personCard)).toEqual(spoiled);
    expect(await kept()).toEqual(before);
  });

  it('holds just the events that the other has heard, partition by partition', async () => {
    const [consumer] = views.consumers;
    const positions = new Map<string, bigint>();
    const { events } = await eventStore.readAll('everything', 'start', 1000);
    for (const { eventId, cursor } of events) positions.set(eventId, placeOf(cursor).position);
    const { epoch } = placeOf(await eventStore.head());
    const bySource = Map.groupBy(history.events, partitionSourceOf);
    expect(bySource.size).toBeGreaterThan(3);
    let late = false;
    const hear = async (source: string, heard: readonly FeedEvent[]): Promise<void> => {
      await consumer!.checkpoint(source);
      const at = heard.map(({ id }) => positions.get(id)!);
      await consumer!.handle({ source, epoch, events: heard, position: at.at(-1)!, positions: at });
    };
    const rest: (() => Promise<void>)[] = [];
    for (const [source, all] of bySource) {
      // Of some nothing, of some the first, of some all.
      const cut = source.startsWith('ticket') ? 0 : late ? all.length : 1;
      late = !late;
      if (cut > 0) await hear(source, all.slice(0, cut));
      if (cut < all.length) rest.push(() => hear(source, all.slice(cut)));
    }
    expect((await rebuild()).comparison).toMatchObject({ same: true, live: { rows: 3 } });
    for (const goOn of rest) await goOn();
    expect((await rebuild()).comparison.same).toBe(true);
    expect(await database.rowsOf(personCard)).toEqual(expectedRows());
  });

  it('is refused while another one is at it', async () => {
    await startFeed();
    let second: Promise<unknown> | undefined;
    const first = rebuild({ onProgress: () => void (second ??= rebuild().catch((error: unknown) => error)) });
    expect(await first).toMatchObject({ swapped: true });
    expect(String(await second)).toContain('is being rebuilt already');
    expect(await rebuild()).toMatchObject({ swapped: true });
  });

  it('leaves the one or the other, whole, wherever its process dies', async () => {
    await startFeed();
    let died = 0;
    for (let n = 1; ; n += 1) {
      await opens(`tkt_c${n}`);
      await caughtUp();
      const crashing = new CrashingPool(poolConfig(), n);
      const outcome = await rebuild({ database: crashing }).catch((error: unknown) => error as Error);
      await crashing.end();
      if (!crashing.crashed) {
        expect(outcome).toMatchObject({ swapped: true });
        break;
      }
      died += 1;
      // The server may not have noticed yet that he is gone.
      if (String(outcome).includes('is being rebuilt already')) n -= 1;
      await opens(`tkt_d${n}.${died}`);
      await caughtUp();
      expect(await database.rowsOf(personCard)).toEqual(expectedRows());
    }
    expect(died).toBeGreaterThan(40);
    expect(await database.rowsOf(personCard)).toEqual(expectedRows());
  });

  const liveRows = async (): Promise<number> => {
    const { rows } = await asService('SELECT count(*)::int AS n FROM person_card_v1');
    return (rows[0] as { n: number }).n;
  };

  it('gives up when it is told to, and takes away what it has filled', async () => {
    await startFeed();
    const before = await kept();
    const stopping = new AbortController();
    await expect(rebuild({ signal: stopping.signal, onProgress: () => stopping.abort() })).rejects.toThrow('aborted');
    expect(await kept()).toEqual(before);
  });

  it('outlives a start of its service, which takes away only what nobody goes on with', async () => {
    await startFeed();
    let restarted: Promise<unknown> | undefined;
    expect(await rebuild({ onProgress: () => void (restarted ??= viewsOf(personCard)) })).toMatchObject({
      swapped: true,
    });
    await restarted;

    const crashing = new CrashingPool(poolConfig());
    await expect(rebuild({ database: crashing, onProgress: () => crashing.die() })).rejects.toThrow();
    await crashing.end();
    expect(await kept()).toContain('person_card_v0');
    // The server may not have noticed yet that he is gone.
    while ((await kept()).includes('person_card_v0')) await viewsOf(personCard);
    expect((await asService('SELECT version FROM view_checkpoint')).rows).toEqual([{ version: 1 }]);
  });

  it('waits for a reader who is in the midst of something, and makes nobody else wait for long', async () => {
    await startFeed();
    const reader = await database.pool.connect();
    await reader.query(`BEGIN; SET LOCAL ledgerdesk.tenant = '${SOME_TENANT}'`);
    await reader.query('SELECT id FROM person_card');
    let done = false;
    const rebuilding = rebuild().finally(() => (done = true));
    while ((await waitingForLocks()) === 0 && !done) await sleep(5);
    await opens('tkt_meanwhile');
    await caughtUp();
    expect(done).toBe(false);
    await reader.query('COMMIT');
    reader.release();
    expect(await rebuilding).toMatchObject({ swapped: true });
    expect(await database.rowsOf(personCard)).toEqual(expectedRows());
  });

  const waitingForLocks = async (): Promise<number> => {
    const { rows } = await database.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND relation = 'person_card'::regclass`,
    );
    return rows[0]!.n;
  };

  describe('where events are parked', () => {
    const throwing = (...subjects: readonly string[]): View => ({
      ...personCard,
      groups: {
        ...personCard.groups,
        ticket: {
          ...personCard.groups.ticket!,
          project: (row, event, key) => {
            if (subjects.includes(event.subject)) throw new TypeError('not a function');
            return personCard.groups.ticket!.project(row, event, key);
          },
        },
      },
    });
    const parkedKeys = async () =>
      (await asService('SELECT consumer, key, waiting FROM parked_key ORDER BY key')).rows as readonly object[];

    it('brings them in by a program that can take them', async () => {
      views = await viewsOf(throwing('tkt_1'));
      await startFeed();
      expect(await parkedKeys()).toHaveLength(1);
      const { comparison, swapped } = await rebuild();
      expect(comparison).toMatchObject({ same: false, different: { count: 1 }, parked: { live: 1, rebuilt: 0 } });
      expect(swapped).toBe(true);
      expect(await parkedKeys()).toEqual([]);
      expect(await database.rowsOf(personCard)).toEqual(expectedRows());
    });

    it('parks them again by one that cannot, where the service finds them', async () => {
      views = await viewsOf(throwing('tkt_1', 'tkt_3'));
      await startFeed();
      expect(await rebuild({ view: throwing('tkt_1') })).toMatchObject({ swapped: true });
      const key = `ticket/${SOME_TENANT}/tkt_1`;
      expect(await parkedKeys()).toEqual([{ consumer: 'spec.person-card.v1', key, waiting: 1 }]);
    });

    it('leaves parked what waits behind a record that nobody can read', async () => {
      await startFeed();
      const { position, epoch } = placeOf(await eventStore.head());
      await feed!.stop();
      const broken: BrokenRecord = {
        topic: 'ticket',
        aggregate: { tenant: SOME_TENANT, subject: 'tkt_1' },
        place: { topic: 'ledgerdesk.ticket.1', partition: 2, offset: 9n },
        key: null,
        value: Buffer.from('not at all'),
        headers: {},
        reason: 'A record cannot be read',
      };
      await views.consumers[0]!.handle({
        source: 'ledger',
        epoch,
        events: [],
        positions: [],
        position,
        broken: [broken],
      });
      expect(await rebuild()).toMatchObject({ swapped: true, comparison: { parked: { live: 1, rebuilt: 0 } } });
      expect(await parkedKeys()).toMatchObject([{ key: `ticket/${SOME_TENANT}/tkt_1`, waiting: 1 }]);
      await expect(rebuild({ view: throwing('tkt_1') })).rejects.toThrow('cannot take what that one took');
    });

    it('does not take the place of one that could take more', async () => {
      await startFeed();
      const right = await database.rowsOf(personCard);
      await expect(rebuild({ view: throwing('tkt_1') })).rejects.toThrow('cannot take what that one took');
      expect(await database.rowsOf(personCard)).toEqual(right);
      expect(await parkedKeys()).toEqual([]);
    });
  });

  describe('is refused, in words,', () => {
    it('before its service has made the view', async () => {
      await expect(rebuild({ view: { ...personCard, name: 'another-card' } })).rejects.toThrow('at its first start');
    });

    it('while a newer version is being filled, and where a newer one is shown', async () => {
      await startFeed();
      await expect(rebuild({ view: { ...personCard, version: 2 } })).rejects.toThrow('Queries still see version 1');
      const newer = await viewsOf({ ...personCard, version: 2 });
      await feed!.stop();
      await startFeed(newer);
      await newer.live();
      await expect(rebuild()).rejects.toThrow('of a newer release');
    });

    it('where a newer version takes over in the midst of it', async () => {
      await startFeed();
      const newer = await viewsOf({ ...personCard, version: 2 });
      let over: Promise<void> | undefined;
      const second = new LedgerFeed({ eventStore, published, logger: NO_LOG });
      second.subscribe(newer.consumers[0]!);
      const slow: Pick<InMemoryEventStore, 'head' | 'readAll'> = {
        head: () => eventStore.head(),
        readAll: async (...asked) => {
          over ??= second.start().then(() => newer.live());
          await over;
          return eventStore.readAll(...asked);
        },
      };
      await expect(rebuild({ eventStore: slow })).rejects.toThrow('of a newer release');
      await second.stop();
      expect((await kept()).filter((name) => /_v\d+$/.test(name))).toEqual(['person_card_v2']);
      await expect(views.consumers[0]!.checkpoint('ledger')).rejects.toThrow(SupersededConsumerError);
    });

    it('where the view is of another ledger', async () => {
      await startFeed();
      await feed!.stop();
      eventStore.ledger.beginEpoch();
      await expect(rebuild()).rejects.toThrow('a backup was restored');
      const { position } = placeOf(await eventStore.head());
      const behind = { head: () => Promise.resolve(cursorOf({ epoch: 'memory1', position: position - 1n })) };
      await expect(
        rebuild({ eventStore: { ...behind, readAll: () => Promise.reject(new Error('nobody reads it')) } }),
      ).rejects.toThrow('a backup was restored');
    });
  });

  it('can be waited for across the swap', async () => {
    await startFeed();
    const swapping = rebuild();
    const person = history.aggregate('person', NETWORK.replace('tea', 'psn'));
    const { message, plaintext } = registered('Nora');
    await says(person.says(message, { said: { subject: NETWORK.replace('tea', 'psn'), plaintext } }));
    const place = { topic: 'person', tenant: SOME_TENANT, id: ANNA, cursor: await eventStore.head() } as const;
    expect(await views.atLeast([place], PATIENT_MS)).toEqual({ reached: true });
    await swapping;
    expect(await liveRows()).toBe(4);
  });
});
