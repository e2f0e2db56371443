import { newId } from '@ledgerdesk/kernel';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import type pg from 'pg';
import { ledgerContents } from '../support/ledger-contents.ts';
import { appendRaw, honest } from '../support/raw-append.ts';
import { aLedger, type ServiceLedger } from '../support/service-ledgers.ts';

const tenant = newId('tnt');

const CHANGES = [
  `UPDATE ledger.events SET data = '{}'`,
  `UPDATE ledger.events SET data = data WHERE false`,
  `UPDATE ONLY ledger.events SET position = position + 1`,
  `UPDATE ledger.events e SET metadata = '{}' FROM ledger.streams s WHERE s.id = e.stream`,
  'DELETE FROM ledger.events',
  'DELETE FROM ledger.events WHERE position = 1',
  'WITH gone AS (DELETE FROM ledger.events RETURNING *) SELECT count(*) FROM gone',
  'TRUNCATE ledger.events',
  'TRUNCATE ONLY ledger.events CASCADE',
  'TRUNCATE ledger.commands, ledger.streams, ledger.events RESTART IDENTITY CASCADE',
  `MERGE INTO ledger.events e USING (SELECT 1::bigint AS position) n ON n.position = e.position WHEN MATCHED THEN UPDATE SET data = '{}'`,
  `MERGE INTO ledger.events e USING (SELECT 1::bigint AS position) n ON n.position = e.position WHEN MATCHED THEN DELETE`,
  `INSERT INTO ledger.events SELECT * FROM ledger.events ON CONFLICT (position) DO UPDATE SET data = '{}'`,
  `UPDATE ledger.commands SET digest = NULL`,
  'DELETE FROM ledger.commands',
  'TRUNCATE ledger.commands CASCADE',
  `INSERT INTO ledger.commands SELECT * FROM ledger.commands ON CONFLICT (command_id, tenant) DO UPDATE SET stream = 1`,
  'DELETE FROM ledger.streams',
  'TRUNCATE ledger.streams CASCADE',
  'UPDATE ledger.streams SET revision = revision - 1',
  'UPDATE ledger.streams SET revision = revision',
  `UPDATE ledger.streams SET name = name || 'x', revision = revision + 1`,
  'UPDATE ledger.streams SET id = id + 100, revision = revision + 1',
  'INSERT INTO ledger.streams SELECT * FROM ledger.streams ON CONFLICT (id) DO UPDATE SET revision = 0',
  'DELETE FROM ledger.counter',
  'TRUNCATE ledger.counter',
  'UPDATE ledger.counter SET position = position - 1',
  `UPDATE ledger.counter SET stored_at = 'epoch'`,
  `UPDATE ledger.categories SET name = 'other'`,
  'DELETE FROM ledger.categories',
  'TRUNCATE ledger.categories CASCADE',
];

describe('The ledger in PostgreSQL refuses its owner', () => {
  let postgres: TestPostgres;
  let ledger: ServiceLedger;
  let owner: pg.Client;

  beforeAll(async () => {
    postgres = await startPostgres();
    ledger = await aLedger(postgres, { purses: { categories: ['purse'] } });
    owner = await ledger.session();
    const purse = { category: 'purse', tenant, id: '1' };
    await appendRaw(await ledger.session('purses'), honest({ ...purse, events: 3 }, { ...purse, id: '2' }));
  });
  afterAll(async () => {
    await ledger.close();
    await postgres.stop();
  });
  afterEach(() => owner.query('RESET session_replication_role'));

  describe.each(['origin', 'replica', 'local'])('in a session that plays %s', (role) => {
    it.each(CHANGES)('%s', async (statement) => {
      const before = await ledgerContents(owner);
      await owner.query(`SET session_replication_role = ${role}`);
      await expect(owner.query(statement)).rejects.toMatchObject({ code: '23001' });
      expect(await ledgerContents(owner)).toEqual(before);
    });
  });

  it('a second counter', async () => {
    await expect(
      owner.query(`INSERT INTO ledger.counter (one, epoch, position, stored_at) VALUES (false, 'x', 0, 'epoch')`),
    ).rejects.toMatchObject({ code: '23514' });
    await expect(
      owner.query(`INSERT INTO ledger.counter (epoch, position, stored_at) VALUES ('x', 0, 'epoch')`),
    ).rejects.toMatchObject({ code: '23505' });
  });

  it('a change through a view or a rule of its own', async () => {
    await owner.query('CREATE VIEW public.all_events AS SELECT * FROM ledger.events');
    for (const statement of [`UPDATE public.all_events SET data = '{}'`, 'DELETE FROM public.all_events']) {
      await expect(owner.query(statement)).rejects.toMatchObject({ code: '23001' });
    }
  });

  it('a change that a function with rights of its own makes for somebody else', async () => {
    await owner.query(
      `CREATE FUNCTION public.forget() RETURNS void LANGUAGE sql SECURITY DEFINER AS 'DELETE FROM ledger.events'`,
    );
    const service = await ledger.session('purses');
    await expect(service.query('SELECT public.forget()')).rejects.toMatchObject({ code: '23001' });
  });
});
