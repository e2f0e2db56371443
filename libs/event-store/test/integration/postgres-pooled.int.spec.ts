import {
  grantKeyRights,
  grantLedgerRights,
  keysSchema,
  ledgerSchema,
  newMasterKey,
  parseMasterKeys,
  PostgresEventStore,
  PostgresKeyRing,
} from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import { ensureRole, migrate, withClient } from '@ledgerdesk/postgres';
import { describeWithPgBouncer, startPostgres, TestPgBouncer, type TestPostgres } from '@ledgerdesk/testing';
import { eventStoreConformance } from '../support/event-store-conformance/event-store-conformance.ts';
import { Follower } from '../support/follower.ts';
import { commandOf, type WriterPlan } from '../support/writer-plan.ts';
import { CATEGORIES } from '../support/event-store-conformance/situation.ts';
import { keyRingConformance } from '../support/key-ring-conformance.ts';

const PATIENT_MS = 60_000;
const plan: WriterPlan = {
  store: { adapter: 'postgres', url: '' },
  name: 'writer',
  tenant: newId('tnt'),
  category: 'purse',
  commands: 10,
  inFlight: 1,
};
const masterKeys = parseMasterKeys(newMasterKey('only'));
const service = { name: 'service', password: 'secret' };

/** Fewer than a store alone would open: what one transaction leaves behind, the next of somebody else would find. */
const FEW = 2;

describeWithPgBouncer('Through a pooler that lends connections for a transaction', () => {
  let postgres: TestPostgres;
  let pooler: TestPgBouncer;
  let databases = 0;

  beforeAll(async () => {
    postgres = await startPostgres();
    await withClient(postgres.url, (admin) => ensureRole(admin, service));
    pooler = await TestPgBouncer.start({
      server: postgres.url,
      roles: { [service.name]: service.password },
      poolSize: FEW,
    });
  });
  afterAll(async () => {
    await pooler.stop();
    await postgres.stop();
  });

  async function aDatabase(kind: 'ledger' | 'keys', prepare: (admin: string) => Promise<void>): Promise<string> {
    const database = `${kind}_${(databases += 1)}`;
    await prepare(await postgres.createDatabase(database));
    return postgres.urlOf(database, service.name, service.password);
  }

  async function aLedger(): Promise<() => PostgresEventStore> {
    const directUrl = await aDatabase('ledger', async (admin) => {
      await migrate(admin, ledgerSchema);
      await grantLedgerRights(admin, service.name, { categories: CATEGORIES, readAll: true });
    });
    return () => new PostgresEventStore({ url: pooler.through(directUrl), directUrl, appendTimeoutMs: PATIENT_MS });
  }

  eventStoreConformance('on PostgreSQL, pooled', aLedger);

  keyRingConformance('on PostgreSQL, pooled', async () => {
    const direct = await aDatabase('keys', async (admin) => {
      await migrate(admin, keysSchema);
      await grantKeyRights(admin, service.name, { erase: true });
    });
    const options = { url: pooler.through(direct), pooled: true, masterKeys, answerTimeoutMs: PATIENT_MS };
    return () => new PostgresKeyRing(options);
  });

  it('a store still hears of each commit by a notification: it listens past the pooler, on the one connection it has there', async () => {
    const open = await aLedger();
    const [reading, writing] = [open(), open()];
    const follower = Follower.subscribed(reading, 'everything');
    const send = (n: number) => {
      const { stream, events, memo } = commandOf(plan, n);
      return writing.append(stream, 'any', events, memo);
    };
    await send(0);
    await follower.until(await writing.head());
    // No timer of this process fires any more, and with it no poll.
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date', 'hrtime'] });
    for (let n = 1; n < 10; n += 1) {
      await send(n);
      await follower.until(await writing.head());
    }
    jest.useRealTimers();
    const { rows } = await postgres.query(
      `SELECT count(*)::int AS connections FROM pg_stat_activity WHERE datname = 'ledger_${databases}'`,
    );
    expect(rows[0].connections).toBeLessThanOrEqual(FEW + 1);
    await follower.stop();
    await Promise.all([reading.close(), writing.close()]);
  });

  it('a store goes on when the server was away behind the pooler, and has each append once', async () => {
    const store = (await aLedger())();
    const follower = Follower.subscribed(store, 'everything');
    const send = (n: number) => {
      const { stream, events, memo } = commandOf(plan, n);
      return store.append(stream, 'any', events, memo);
    };
    await send(0);
    await postgres.shutDown();
    await expect(store.head()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const sent = [send(1), send(2)];
    await postgres.start();
    for (const { kind } of await Promise.all(sent)) expect(['appended', 'repeated']).toContain(kind);
    await follower.until(await store.head());
    expect(new Set(follower.seen.map(({ metadata }) => metadata.commandId)).size).toBe(3);
    expect(new Set(follower.seen.map(({ eventId }) => eventId)).size).toBe(follower.seen.length);
    await follower.stop();
    await store.close();
  });
});
