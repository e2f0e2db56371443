import { UnavailableError } from '@ledgerdesk/event-store';
import { readPool, ServiceViews, type Statement } from '@ledgerdesk/read-models';
import { SOME_TENANT, ViewDatabase } from '@ledgerdesk/testing';
import pg from 'pg';
import { batchOf, cursorAt } from '../support/feeding.ts';
import { aDesk } from '../support/histories.ts';
import { personCard } from '../support/person-card.ts';

const NAMES: Statement = { name: 'names', text: 'SELECT name FROM person_card', values: [] };

describe('A read database that does not answer', () => {
  let database: ViewDatabase;
  let pool: pg.Pool;
  let views: ServiceViews;
  const history = aDesk();

  beforeAll(async () => {
    database = await ViewDatabase.start();
    await database.views([personCard], history.keyRing);
  });
  afterAll(() => database.stop());

  /** The views over a pool as a service makes it, but with less patience; two connections. */
  const impatient = (limits: pg.PoolConfig): void => {
    const url = database.postgres.urlOf('read', 'reader', 'reader');
    pool = new pg.Pool({ ...readPool({ url, applicationName: 'spec' }), ...limits, max: 2 });
    pool.on('error', () => undefined);
    views = new ServiceViews({
      service: 'spec',
      views: [personCard],
      database: pool,
      keyRing: history.keyRing,
      eventStore: { head: () => Promise.resolve(cursorAt(0n)) },
      logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
    });
  };
  afterEach(() => pool.end());

  /** Nobody gets an answer about the view's rows meanwhile. */
  const whileHung = async (work: () => Promise<void>): Promise<void> => {
    const holder = new pg.Client({ connectionString: database.postgres.urlOf('read') });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE reader.person_card_v1 IN ACCESS EXCLUSIVE MODE');
    await work();
    await holder.end();
  };

  /** Once the machine is quick enough for so little patience. */
  const atLast = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof UnavailableError) && !/timeout|terminated/i.test(String(error))) throw error;
      }
    }
  };

  const read = () => views.read(SOME_TENANT, (query) => query(NAMES));
  const readAll = () => views.readAll(SOME_TENANT, [NAMES, NAMES]);

  it.each([
    ['the server ends statements that take too long', { statement_timeout: 200 }],
    ['the server says nothing at all', { query_timeout: 200, statement_timeout: 0 }],
    ['all connections are waiting', { connectionTimeoutMillis: 200, query_timeout: 2_000, statement_timeout: 0 }],
  ])('makes views unavailable to all who ask, and no longer than it lasts (%s)', async (_, limits) => {
    impatient(limits);
    await whileHung(async () => {
      const asked = await Promise.allSettled([read(), readAll(), read(), readAll()]);
      for (const answer of asked) {
        expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(UnavailableError) as unknown });
      }
    });
    expect(await atLast(read)).toEqual([]);
  });

  it('fails the batch of a view, which comes again', async () => {
    impatient({ query_timeout: 200, statement_timeout: 0 });
    await atLast(() => views.prepare());
    const [consumer] = views.consumers;
    await atLast(() => consumer!.checkpoint('ledger'));
    await whileHung(() => expect(consumer!.handle(batchOf(history.events, 50n))).rejects.toThrow('timeout'));
    await atLast(async () => {
      await consumer!.checkpoint('ledger');
      await consumer!.handle(batchOf(history.events, 50n));
    });
    expect(await atLast(read)).toHaveLength(2);
  });
});
