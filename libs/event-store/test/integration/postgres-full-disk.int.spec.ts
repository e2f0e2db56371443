import { DiskFullError, type AppendResult, type EventStore } from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import type pg from 'pg';
import { allOf } from '../support/reckoning.ts';
import { aLedger, type ServiceLedger } from '../support/service-ledgers.ts';
import { commandOf } from '../support/writer-plan.ts';

const plan = {
  store: { adapter: 'postgres', url: '' },
  name: 'writer',
  tenant: newId('tnt'),
  category: 'purse',
} as const;

/** As PostgreSQL says that it cannot extend a table. */
const FULL = `
  CREATE FUNCTION public.full() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
  CREATE TRIGGER full_disk BEFORE INSERT ON ledger.events EXECUTE FUNCTION public.full()`;

describe('The ledger in PostgreSQL, while its disk is full', () => {
  let postgres: TestPostgres;
  let ledger: ServiceLedger;
  let owner: pg.Client;
  let store: EventStore;
  let heard = 0;

  beforeAll(async () => {
    postgres = await startPostgres();
    ledger = await aLedger(postgres, { purses: { categories: ['purse'], readAll: true } });
    owner = await ledger.session();
    store = ledger.store('purses', { onDiskFull: () => (heard += 1) });
  });
  afterAll(async () => {
    await ledger.close();
    await postgres.stop();
  });

  function send(n: number): Promise<AppendResult> {
    const { stream, events, memo } = commandOf({ ...plan, commands: 100, inFlight: 8 }, n);
    return store.append(stream, 'any', events, memo);
  }

  it('says so at once of each append, stores nothing, and goes on when there is room', async () => {
    expect((await send(0)).kind).toBe('appended');
    await owner.query(FULL);
    // Tried again until its caller has gone, each would be late.
    const settled = await Promise.allSettled([1, 2, 3, 4, 5].map(send));
    for (const one of settled) {
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'UNAVAILABLE', name: 'DiskFullError' } });
      expect(one).toMatchObject({ reason: expect.any(DiskFullError) });
    }
    expect(heard).toBe(5);
    expect(await allOf(store, 'everything')).toHaveLength(1);

    await owner.query('DROP TRIGGER full_disk ON ledger.events');
    expect((await send(1)).kind).toBe('appended');
    expect(heard).toBe(5);
  });
});
