import { ForeignEpochError, UnavailableError } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import { SecondOwnerError, SupersededConsumerError } from '@ledgerdesk/messaging';
import { ServiceViews, type Query, type Statement, type View, type ViewChange } from '@ledgerdesk/read-models';
import { FeedHistory, SOME_TENANT, ViewDatabase } from '@ledgerdesk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { batchOf, cursorAt, feed } from '../support/feeding.ts';
import { aDesk, ANNA, CARLA, NETWORK, openedBy, OTHER_TENANT, PRINTERS, registered } from '../support/histories.ts';
import { personCard } from '../support/person-card.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Longer than any of this takes, on a busy machine too. */
const PATIENT_MS = 60_000;

const NAMES: Statement = { name: 'names', text: 'SELECT id, name FROM person_card ORDER BY id', values: [] };

describe('The views of a service', () => {
  let database: ViewDatabase;
  let views: ServiceViews;
  let history: FeedHistory;

  // A single connection, so that whatever crosses between tenants or transactions, crosses here.
  beforeAll(async () => void (database = await ViewDatabase.start({ connections: 1, durable: true })));
  beforeEach(async () => {
    await database.beginAnew();
    history = aDesk();
    database.head = 0n;
    views = await database.views([personCard], history.keyRing);
  });
  afterAll(() => database.stop());

  const fill = () => feed(views.consumers[0]!, history.events, BigInt(history.events.length));
  const names = (tenant: TenantId) => views.read(tenant, async (query) => query<Named>(NAMES));

  describe('read by a tenant', () => {
    beforeEach(fill);

    it('show rows as the folds wrote them', async () => {
      const text =
        'SELECT name, language, roles, registered_at AS "registeredAt", teams, tickets_opened AS opened FROM person_card WHERE id = $1';
      expect(await views.read(SOME_TENANT, (query) => query({ name: 'card', text, values: [ANNA] }))).toEqual([
        {
          name: 'Anna',
          language: 'en',
          roles: ['agent'],
          registeredAt: '2026-03-02T09:00:00.250Z',
          teams: { [NETWORK]: true, [PRINTERS]: false },
          opened: 1,
        },
      ]);
    });

    it('never show another tenant’s row, however many ask over one connection at once', async () => {
      const asked = Array.from({ length: 60 }, (_, n) => (n % 3 === 0 ? OTHER_TENANT : SOME_TENANT));
      const answers = await Promise.all(
        asked.map(async (tenant, n) => {
          if (n % 7 === 0)
            await expect(views.read(tenant, (query) => query(broken))).rejects.toThrow('division by zero');
          return views.read(tenant, async (query) =>
            (await Promise.all([query<Named>(NAMES), query<Named>(NAMES)])).flat(),
          );
        }),
      );
      const ours = [ANNA, CARLA].map((id) => ({ id, name: id === ANNA ? 'Anna' : 'Carla' }));
      const theirs = [{ id: ANNA, name: 'Another Anna' }];
      for (const [n, rows] of answers.entries()) {
        expect(rows).toEqual(asked[n] === SOME_TENANT ? [...ours, ...ours] : [...theirs, ...theirs]);
      }
    });

    const broken: Statement = {
      name: 'broken',
      text: 'SELECT 1 / count(*) AS x FROM person_card WHERE id IS NULL',
      values: [],
    };

    it('answer statements that wait for none of each other in their order, for the tenant alone', async () => {
      const first: Statement = { name: 'first', text: 'SELECT name FROM person_card WHERE id = $1', values: [ANNA] };
      const asked = [SOME_TENANT, OTHER_TENANT].map((tenant) => views.readAll(tenant, [NAMES, first]));
      expect(await Promise.all(asked)).toMatchObject([
        [[{ name: 'Anna' }, { name: 'Carla' }], [{ name: 'Anna' }]],
        [[{ name: 'Another Anna' }], [{ name: 'Another Anna' }]],
      ]);
      await expect(views.readAll(SOME_TENANT, [NAMES, broken, NAMES])).rejects.toThrow('division by zero');
      expect(await views.readAll(SOME_TENANT, [])).toEqual([]);
      expect(await names(OTHER_TENANT)).toHaveLength(1);
    });

    it('show nothing to a tenant without rows, and nothing where no tenant is set', async () => {
      expect(await names('tnt_01h455vb4pex5vsknk084sn02y')).toEqual([]);
      // Over the connection that has just served a tenant.
      expect(await names(SOME_TENANT)).toHaveLength(2);
      expect((await database.pool.query('SELECT * FROM person_card')).rows).toEqual([]);
      expect((await database.pool.query('SELECT * FROM person_card_v1')).rows).toEqual([]);
    });

    it('cannot be read for all tenants at once, not even by naming them so', async () => {
      await expect(names('*' as TenantId)).rejects.toThrow('all tenants');
      await database.pool.query(`SET ledgerdesk.tenant = '*'`);
      expect((await database.pool.query('SELECT * FROM person_card')).rows).toEqual([]);
      await database.pool.query('RESET ledgerdesk.tenant');
    });

    it('hold even their owner to the tenant’s rows in the table itself', async () => {
      const rows = await views.read(OTHER_TENANT, (query) =>
        query<Named>({ name: 'table', text: 'SELECT id, name FROM person_card_v1', values: [] }),
      );
      expect(rows).toEqual([{ id: ANNA, name: 'Another Anna' }]);
    });

    it('cannot be written by whoever reads', async () => {
      const text = `UPDATE person_card_v1 SET name = 'nobody'`;
      await expect(views.read(SOME_TENANT, (query) => query({ name: 'write', text, values: [] }))).rejects.toThrow(
        'read-only transaction',
      );
    });

    it('refuse a query that comes after the end of its transaction', async () => {
      let kept: Query | undefined;
      await views.read(SOME_TENANT, async (query) => void (kept = query));
      await expect(kept!(NAMES)).rejects.toThrow('after the end of its transaction');
    });

    it('let a failed piece of work leave nothing to the next one', async () => {
      const work = async (query: Query) => {
        await query(NAMES);
        throw new TypeError('not a function');
      };
      await expect(views.read(SOME_TENANT, work)).rejects.toThrow(TypeError);
      expect(await names(OTHER_TENANT)).toHaveLength(1);
    });
  });

  it('are unavailable, and nothing worse, while the database is away', async () => {
    await fill();
    await database.postgres.kill();
    // The connection's own process outlives the server by a moment.
    let fault: unknown;
    while (!fault) await names(SOME_TENANT).catch((error: unknown) => void (fault = error));
    expect(fault).toBeInstanceOf(UnavailableError);
    database.head = 999n;
    await expect(views.atLeast([place(999n)], PATIENT_MS)).rejects.toThrow(UnavailableError);
    await database.postgres.start();
    // The server may have lost the last commits, rows and checkpoint alike: what was lost comes again.
    const lost = (await views.consumers[0]!.checkpoint('ledger')) === undefined;
    if (lost) await fill();
    expect(await names(SOME_TENANT)).toHaveLength(2);
  });

  it('tell which services have spoken of a row', async () => {
    history = new FeedHistory();
    history.aggregate('ticket', 'tkt_1').says(openedBy(CARLA));
    await fill();
    const text = 'SELECT id, person_sequence, team_sequences, ticket_sequences FROM person_card';
    const spoken = () => views.read(SOME_TENANT, (query) => query({ name: 'spoken', text, values: [] }));
    expect(await spoken()).toEqual([
      { id: CARLA, person_sequence: null, team_sequences: null, ticket_sequences: { tkt_1: 0 } },
    ]);

    const person = history.aggregate('person', CARLA);
    const { message } = registered('Carla');
    const events = [person.says({ $case: 'bareNotice', value: {} }), person.says(message)];
    await feed(views.consumers[0]!, events, 9n);
    expect(await spoken()).toMatchObject([{ person_sequence: 1, ticket_sequences: { tkt_1: 0 } }]);
  });

  it('keep rows and checkpoint together: where one is not stored, neither is', async () => {
    const [consumer] = views.consumers;
    await fill();
    await database.prepareCrashes();
    const more = history.aggregate('ticket', 'tkt_4').says(openedBy(CARLA));
    await database.whileCrashing(() => expect(consumer!.handle(batchOf([more], 99n))).rejects.toThrow('crashed'));
    expect(await consumer!.checkpoint('ledger')).toEqual({
      epoch: 'history',
      position: BigInt(history.events.length - 1),
    });
    expect(await openedBefore()).toBe(2);

    await consumer!.handle(batchOf([more], 99n));
    expect(await openedBefore()).toBe(3);
  });

  const openedBefore = async () => {
    const statement = {
      name: 'opened',
      text: 'SELECT tickets_opened AS opened FROM person_card WHERE id = $1',
      values: [CARLA],
    };
    const [row] = await views.read(SOME_TENANT, (query) => query<{ opened: number }>(statement));
    return row?.opened;
  };

  it('find out that another process keeps them too, and leave what it wrote', async () => {
    const other = await database.views([personCard], history.keyRing);
    for (const each of [views, other]) await each.consumers[0]!.checkpoint('ledger');
    await views.consumers[0]!.handle(batchOf(history.events, 50n));
    await expect(other.consumers[0]!.handle(batchOf([], 40n))).rejects.toThrow(SecondOwnerError);
    expect(await other.consumers[0]!.checkpoint('ledger')).toEqual({ epoch: 'history', position: 50n });
  });

  it('tell of changes when a query can see them, by tenant, and of no others', async () => {
    const changes: ViewChange[] = [];
    const seen: Promise<readonly Named[]>[] = [];
    views.onChange(() => {
      throw new Error('a listener of no use');
    });
    const stop = views.onChange((change) => {
      changes.push(change);
      seen.push(names(change.tenant));
    });
    await fill();
    const cursor = cursorAt(BigInt(history.events.length));
    expect(changes).toEqual([
      { view: 'person-card', tenant: SOME_TENANT, keys: [ANNA, CARLA], cursor },
      { view: 'person-card', tenant: OTHER_TENANT, keys: [ANNA], cursor },
    ]);
    expect((await Promise.all(seen)).map((rows) => rows.length)).toEqual([2, 1]);

    await views.consumers[0]!.handle(batchOf(history.events, 90n));
    stop();
    await views.consumers[0]!.handle(batchOf([history.aggregate('ticket', 'tkt_9').says(openedBy(ANNA))], 91n));
    expect(changes).toHaveLength(2);
  });

  const place = (position: bigint, epoch = 'history') =>
    ({ topic: 'ticket', tenant: SOME_TENANT, id: 'tkt_1', cursor: cursorAt(position, epoch) }) as const;

  describe('waited for', () => {
    beforeEach(() => void (database.head = 70n));

    it('are there at once where they have passed the place', async () => {
      await fill();
      expect(await views.atLeast([place(1n), place(BigInt(history.events.length))], 0)).toEqual({ reached: true });
    });

    it('are there as soon as they come, also by a batch without events', async () => {
      const reached = views.atLeast([place(70n)], PATIENT_MS);
      await fill();
      await views.consumers[0]!.handle(batchOf([], 70n));
      expect(await reached).toEqual({ reached: true });
    });

    it('say how far away they are where they come too late', async () => {
      await fill();
      const stand = BigInt(history.events.length);
      expect(await views.atLeast([place(stand + 5n), place(stand + 7n)], 20)).toEqual({ reached: false, lagEvents: 7 });
    });

    it('are not waited for by a topic that none of them hears', async () => {
      expect(await views.atLeast([{ ...place(70n), topic: 'submission' }], 0)).toEqual({ reached: true });
    });

    it('refuse a place of another epoch', async () => {
      await fill();
      await expect(views.atLeast([place(1n, 'another')], PATIENT_MS)).rejects.toThrow(ForeignEpochError);
    });

    it('refuse a place ahead of the ledger, for which nobody need wait', async () => {
      await expect(views.atLeast([place(1n), place(71n)], PATIENT_MS)).rejects.toThrow(ForeignEpochError);
      await expect(views.atLeast([place(1n, 'another')], PATIENT_MS)).rejects.toThrow(ForeignEpochError);
    });

    it('are seen also where another process keeps them', async () => {
      const other = await database.views([personCard], history.keyRing);
      const reached = other.atLeast([place(1n)], PATIENT_MS);
      await fill();
      expect(await reached).toEqual({ reached: true });
    });
  });

  describe('in a new version', () => {
    const second: View = { ...personCard, version: 2 };
    const partitions = [
      ['ticket/0', 3n],
      ['ticket/1', 9n],
    ] as const;

    it('show the old one until the new one has caught up, and then the new one at once', async () => {
      await fill();
      const old = await names(SOME_TENANT);
      const newer = await preparedWith(second);
      let live = false;
      const waiting = newer.live().then(() => void (live = true));
      const changes: ViewChange[] = [];
      newer.onChange((change) => void changes.push(change));
      await feed(newer.consumers[0]!, history.events.slice(0, 3), 3n);
      expect(await names(SOME_TENANT)).toEqual(old);
      expect(live).toBe(false);
      expect(changes).toEqual([]);

      await newer.consumers[0]!.handle(batchOf(history.events, BigInt(history.events.length)));
      await waiting;
      expect(await names(SOME_TENANT)).toEqual(old);
      expect(await liveVersion()).toBe('2');
      await newer.consumers[0]!.handle(batchOf([history.aggregate('ticket', 'tkt_9').says(openedBy(ANNA))], 40n));
      expect(changes).toMatchObject([{ keys: [ANNA] }]);
    });

    it('show the old one as long as it has heard more, wherever it stood when the new one began', async () => {
      await views.consumers[0]!.checkpoint('ledger');
      await views.consumers[0]!.handle(batchOf(history.events.slice(0, 2), 2n));
      const newer = await preparedWith(second);
      await views.consumers[0]!.handle(batchOf(history.events.slice(2), 12n));
      await feed(newer.consumers[0]!, history.events.slice(0, 3), 3n);
      await looksOnce(newer);
      expect(await liveVersion()).toBe('1');
      await newer.consumers[0]!.handle(batchOf(history.events.slice(3), 12n));
      await looksOnce(newer);
      expect(await liveVersion()).toBe('2');
    });

    it('show the new one also where the old one never stands still, and nothing less than that one did', async () => {
      const connectionString = database.postgres.urlOf('read', 'reader', 'reader');
      const pool = new pg.Pool({ connectionString, max: 3, pipeline: true });
      const [older, newer] = [views.consumers[0]!, await preparedWith(second, pool)];
      const over = new AbortController();
      let heard = 0n;
      await older.checkpoint('ledger');
      const moving = (async () => {
        for (let next = 1n; ; next += 1n) {
          await older.handle(batchOf([], next));
          heard = next;
        }
      })();
      const ended = expect(moving).rejects.toThrow();
      const following = (async () => {
        await newer.consumers[0]!.checkpoint('ledger');
        for (let taken = 0n; !over.signal.aborted; await sleep(1)) {
          // Always one behind, but where the other one is held up, and for longer than a swap takes by itself.
          const next = (await staysHeldUp()) ? heard : heard - 1n;
          if (next > taken) await newer.consumers[0]!.handle(batchOf([], (taken = next)));
        }
      })();
      await newer.live();
      await ended;
      over.abort();
      await following;
      expect(await liveVersion()).toBe('2');
      const stands = await database.pool.query('SELECT version, position >= $1 AS whole FROM view_checkpoint', [heard]);
      expect(stands.rows).toEqual([{ version: 2, whole: true }]);
      await pool.end();
    });

    /** Whether a batch waits for its turn at the old version's table. */
    const isHeldUp = async (): Promise<boolean> => {
      const text = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;
      return (await database.postgres.query(text, 'read')).rows.length > 0;
    };

    const staysHeldUp = async (): Promise<boolean> => {
      for (let looks = 0; looks < 20; looks += 1) if (!(await isHeldUp())) return false;
      return true;
    };

    const looksOnce = async (newer: ServiceViews): Promise<void> => {
      const enough = new AbortController();
      const looked = newer.live(enough.signal);
      enough.abort();
      await looked;
    };

    it('show the new one when every partition has caught up, by the hands of whichever process', async () => {
      const bring = async (
        { consumers: [consumer] }: ServiceViews,
        source: string,
        position: bigint,
      ): Promise<void> => {
        await consumer!.checkpoint(source);
        await consumer!.handle({ ...batchOf([], position), source });
      };
      for (const [source, position] of partitions) await bring(views, source, position);
      const [one, other] = [await preparedWith(second), await preparedWith(second)];
      const live = [one, other].map((each) => each.live());
      // As far as the whole ledger, in one partition: of the others it says nothing.
      await bring(one, 'ticket/0', 40n);
      await bring(other, 'ticket/1', 8n);
      expect(await liveVersion()).toBe('1');
      await bring(other, 'ticket/1', 9n);
      await Promise.all(live);
      expect(await liveVersion()).toBe('2');
      expect((await versionsKept()).tables).toEqual(['person_card_v2']);
    });

    it('show the new one to a program that finds it filled, and hears nothing any more', async () => {
      for (const [source, position] of partitions) {
        await database.pool.query(
          `INSERT INTO view_checkpoint (view, version, source, epoch, position)
           SELECT 'person-card', version, $1, 'history', $2 FROM unnest(ARRAY[1, 2]) version`,
          [source, position],
        );
      }
      await (await preparedWith(second)).live();
      expect(await liveVersion()).toBe('2');
    });

    it('are not taken back by an older program', async () => {
      const newer = await database.views([second], history.keyRing);
      await feed(newer.consumers[0]!, history.events, 30n);
      await newer.live();
      expect(await liveVersion()).toBe('2');
      const older = await database.views([personCard], history.keyRing);
      await older.live();
      expect(await liveVersion()).toBe('2');
    });

    it('take the older ones with them, and whoever still keeps one of those hears that it is superseded', async () => {
      await fill();
      const newer = await database.views([second], history.keyRing);
      await feed(newer.consumers[0]!, history.events, 30n);
      await newer.live();
      expect(await versionsKept()).toEqual({ tables: ['person_card_v2'], checkpoints: [2] });

      await expect(views.consumers[0]!.handle(batchOf(history.events, 50n))).rejects.toThrow();
      await expect(views.consumers[0]!.checkpoint('ledger')).rejects.toThrow(SupersededConsumerError);
      expect(await versionsKept()).toEqual({ tables: ['person_card_v2'], checkpoints: [2] });
      await newer.consumers[0]!.handle(batchOf([], 40n));
      database.head = 40n;
      expect(await views.atLeast([place(40n)], PATIENT_MS)).toEqual({ reached: true });
    });

    it('are not swapped back by an older version that has caught up later', async () => {
      const third: View = { ...personCard, version: 3 };
      await fill();
      const [filling, newest] = [await preparedWith(second), await preparedWith(third)];
      const live = filling.live();
      await filling.consumers[0]!.checkpoint('ledger');
      await feed(newest.consumers[0]!, history.events, 30n);
      await newest.live();
      await expect(filling.consumers[0]!.handle(batchOf([], 31n))).rejects.toThrow();
      expect(await liveVersion()).toBe('3');
      await expect(filling.consumers[0]!.checkpoint('ledger')).rejects.toThrow(SupersededConsumerError);
      await live;
    });

    it('are not swapped back either where a program of an older make has left their tables', async () => {
      await fill();
      const filling = await preparedWith(second);
      await filling.consumers[0]!.checkpoint('ledger');
      await database.pool.query(`COMMENT ON VIEW person_card IS '3'`);
      await expect(filling.consumers[0]!.handle(batchOf(history.events, 31n))).rejects.toThrow(SupersededConsumerError);
      expect(await liveVersion()).toBe('3');
    });

    it('are swapped by two programs at once without a deadlock, and the newest stays', async () => {
      const third: View = { ...personCard, version: 3 };
      await fill();
      const connectionString = database.postgres.urlOf('read', 'reader', 'reader');
      const pool = new pg.Pool({ connectionString, max: 2, pipeline: true });
      const both = [await preparedWith(second, pool), await preparedWith(third, pool)];
      await Promise.allSettled(both.map(({ consumers }) => feed(consumers[0]!, history.events, 30n)));
      await Promise.all(both.map((each) => each.live()));
      await pool.end();
      expect(await versionsKept()).toEqual({ tables: ['person_card_v3'], checkpoints: [3] });
    });

    it('are not made anew by an older program, which hears at once that it is superseded', async () => {
      const newer = await database.views([second], history.keyRing);
      await feed(newer.consumers[0]!, history.events, 30n);
      await newer.live();
      const older = await database.views([personCard], history.keyRing);
      expect(await versionsKept()).toEqual({ tables: ['person_card_v2'], checkpoints: [2] });
      await expect(older.consumers[0]!.checkpoint('ledger')).rejects.toThrow(SupersededConsumerError);
    });

    const preparedWith = async (view: View, pool = database.pool) => {
      const made = new ServiceViews({
        ...optionsOf([view]),
        database: pool,
        eventStore: { head: () => Promise.resolve(cursorAt(20n)) },
      });
      await made.prepare();
      return made;
    };

    const versionsKept = async () => {
      const tables = await database.pool.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relname LIKE 'person_card_v%' ORDER BY 1`,
      );
      const checkpoints = await database.pool.query<{ version: number }>(
        'SELECT version FROM view_checkpoint ORDER BY 1',
      );
      return {
        tables: tables.rows.map(({ name }) => name),
        checkpoints: checkpoints.rows.map(({ version }) => version),
      };
    };

    it('are demanded where the table is declared otherwise than when it was filled', async () => {
      const changed: View = {
        ...personCard,
        groups: { ...personCard.groups, ticket: { ...personCard.groups.ticket!, fedBy: 'one aggregate' } },
      };
      await expect(database.views([changed], history.keyRing)).rejects.toThrow('raise its version');
    });

    const liveVersion = async () => {
      const { rows } = await database.pool.query(
        `SELECT obj_description('person_card'::regclass, 'pg_class') AS version`,
      );
      return (rows[0] as { version: string }).version;
    };
  });

  it('want a pool that pipelines, for each read is one round trip', () => {
    const plain = new pg.Pool({});
    expect(() => new ServiceViews({ ...optionsOf([personCard]), database: plain })).toThrow('pipeline: true');
  });

  const optionsOf = (declared: readonly View[]) => ({
    service: 'spec',
    views: declared,
    database: database.pool,
    keyRing: history.keyRing,
    eventStore: { head: () => Promise.resolve(cursorAt(0n)) },
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  });
});
