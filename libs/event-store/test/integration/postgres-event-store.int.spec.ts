import { grantLedgerRights, ledgerSchema, PostgresEventStore } from '@ledgerdesk/event-store';
import type { Instant } from '@ledgerdesk/kernel';
import { migrate } from '@ledgerdesk/postgres';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { eventStoreConformance } from '../support/event-store-conformance/event-store-conformance.ts';
import { CATEGORIES } from '../support/event-store-conformance/situation.ts';

let postgres: TestPostgres;
let databases = 0;

/** An empty ledger of its own; answers stores over it. */
async function aLedger(): Promise<{ readonly database: string; readonly open: () => PostgresEventStore }> {
  const database = `ledger_${(databases += 1)}`;
  const admin = await postgres.createDatabase(database);
  await migrate(admin, ledgerSchema);
  await grantLedgerRights(admin, 'service', { categories: CATEGORIES, readAll: true });
  const url = postgres.urlOf(database, 'service', 'secret');
  return { database, open: () => new PostgresEventStore({ url, appendTimeoutMs: 60_000 }) };
}

beforeAll(async () => {
  postgres = await startPostgres();
  await postgres.query(`CREATE ROLE service LOGIN PASSWORD 'secret'`);
});
afterAll(() => postgres.stop());

eventStoreConformance('on PostgreSQL', async () => (await aLedger()).open);

describe('The event store on PostgreSQL', () => {
  it('is empty at first', async () => {
    const { open } = await aLedger();
    const store = open();
    const head = await store.head();
    expect(await store.readAll('everything', 'start', 10)).toEqual({ events: [], cursor: head });
    expect(await store.cursorAt('2026-03-02T09:00:00.000Z' as Instant)).toBe(head);
    await store.close();
  });

  it('ends a subscription that waits while a restore begins an epoch, with a fault that says so', async () => {
    const { database, open } = await aLedger();
    const store = open();
    const { signal } = new AbortController();
    const following = store.subscribe('everything', { after: 'start', signal })[Symbol.asyncIterator]();
    await following.next();
    const waiting = following.next();
    await postgres.query('SELECT ledger.begin_epoch()', database);
    await expect(waiting).rejects.toMatchObject({ code: 'FOREIGN_EPOCH' });
    await store.close();
  });
});
