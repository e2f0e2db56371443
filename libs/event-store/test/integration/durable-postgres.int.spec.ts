import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { durableConformance } from '../support/durable-conformance.ts';
import { aLedger, type ServiceLedger } from '../support/service-ledgers.ts';

let postgres: TestPostgres;
const ledgers: ServiceLedger[] = [];

beforeAll(async () => void (postgres = await startPostgres({ durable: true })));
afterEach(async () => void (await Promise.all(ledgers.splice(0).map((ledger) => ledger.close()))));
afterAll(() => postgres.stop());

durableConformance('on PostgreSQL', async () => {
  const ledger = await aLedger(postgres, { writer: { categories: ['purse'], readAll: true } });
  ledgers.push(ledger);
  return {
    address: { adapter: 'postgres', url: ledger.urlOf('writer') },
    open: (options) => ledger.store('writer', options),
    stop: () => postgres.shutDown(),
    kill: () => postgres.kill(),
    start: () => postgres.start(),
    beginEpoch: async () => void (await postgres.query('SELECT ledger.begin_epoch()', ledger.database)),
  };
});
