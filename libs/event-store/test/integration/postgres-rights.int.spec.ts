import { ForbiddenCategoryError, grantLedgerRights, type EventStore } from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import type pg from 'pg';
import { Follower } from '../support/follower.ts';
import { ledgerContents } from '../support/ledger-contents.ts';
import { appendRaw, honest } from '../support/raw-append.ts';
import { allOf } from '../support/reckoning.ts';
import { aLedger, type ServiceLedger } from '../support/service-ledgers.ts';
import { commandOf, type WriterPlan } from '../support/writer-plan.ts';

const tenant = newId('tnt');
const other = newId('tnt');
const TABLES = ['events', 'streams', 'commands', 'counter', 'turn', 'categories', 'rights', 'migrations'];

/** Each mode there is (PostgreSQL, 13.3.1): appends take turns by the lock of a table, which no service may hold. */
const LOCKS = [
  ...['ACCESS SHARE', 'ROW SHARE', 'ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE'],
  ...['SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'],
];

const PAST_THE_FUNCTIONS = [
  ...LOCKS.map((mode) => `DO $$ BEGIN LOCK TABLE ledger.turn IN ${mode} MODE NOWAIT; END $$`),
  ...TABLES.flatMap((table) => [
    `SELECT * FROM ledger.${table}`,
    `SELECT 1 FROM ledger.${table} FOR UPDATE`,
    `INSERT INTO ledger.${table} DEFAULT VALUES`,
    `DELETE FROM ledger.${table}`,
    `TRUNCATE ledger.${table} CASCADE`,
    `COPY ledger.${table} TO STDOUT`,
    `COPY ledger.${table} FROM STDIN`,
    `DO $$ BEGIN LOCK TABLE ledger.${table} IN ACCESS SHARE MODE; END $$`,
    `DO $$ BEGIN LOCK TABLE ledger.${table}; END $$`,
    `ALTER TABLE ledger.${table} DISABLE TRIGGER ALL`,
    `ALTER TABLE ledger.${table} OWNER TO CURRENT_USER`,
    `DROP TABLE ledger.${table} CASCADE`,
    `CREATE INDEX ON ledger.${table} ((1))`,
    `CREATE TRIGGER mine BEFORE INSERT ON ledger.${table} EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
    `CREATE RULE mine AS ON INSERT TO ledger.${table} DO INSTEAD NOTHING`,
    `GRANT ALL ON ledger.${table} TO CURRENT_USER`,
  ]),
  `UPDATE ledger.events SET data = '{}'`,
  `UPDATE ledger.streams SET revision = revision + 1`,
  `UPDATE ledger.counter SET position = position + 1`,
  `UPDATE ledger.rights SET reads_all = true`,
  `UPDATE ledger.rights SET categories = '{purse,rule}'`,
  `MERGE INTO ledger.events e USING (SELECT 1) n ON true WHEN MATCHED THEN UPDATE SET data = '{}'`,
  `INSERT INTO ledger.rights VALUES ('purses', '{rule}', '{2}', true) ON CONFLICT (role) DO UPDATE SET reads_all = true`,
  `COPY (SELECT * FROM ledger.events) TO STDOUT`,
  `COPY (SELECT 1) TO PROGRAM 'true'`,
  'CREATE TABLE ledger.mine (id int)',
  'CREATE TABLE IF NOT EXISTS ledger.events (id int)',
  `CREATE FUNCTION ledger.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  `CREATE OR REPLACE FUNCTION ledger.head(OUT epoch text, OUT "position" bigint) LANGUAGE sql AS $$ SELECT 'x', 1::bigint $$`,
  `CREATE OR REPLACE FUNCTION ledger.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
  'ALTER FUNCTION ledger.read_all(text, bigint, integer) SECURITY INVOKER',
  'ALTER FUNCTION ledger.refuse() OWNER TO CURRENT_USER',
  'DROP FUNCTION ledger.refuse() CASCADE',
  'DROP TRIGGER refuse_truncate ON ledger.events',
  'DROP SCHEMA ledger CASCADE',
  'ALTER SCHEMA ledger RENAME TO mine',
  'CREATE SCHEMA mine',
  'GRANT EXECUTE ON FUNCTION ledger.read_all(text, bigint, integer) TO CURRENT_USER',
  'SELECT ledger.begin_epoch()',
  `SELECT ledger.may_read('rule')`,
  `SELECT ledger.demand_stream('x', 'rule-x.1')`,
  'SET session_replication_role = replica',
  `SELECT set_config('session_replication_role', 'replica', false)`,
  'SET ROLE ledgerdesk',
  'SET ROLE rules',
  'SET SESSION AUTHORIZATION rules',
  'SET SESSION AUTHORIZATION ledgerdesk',
  'ALTER ROLE CURRENT_USER SUPERUSER',
  'ALTER ROLE rules PASSWORD NULL',
  'CREATE ROLE mine',
  'GRANT rules TO CURRENT_USER',
  'GRANT pg_read_all_data TO CURRENT_USER',
  'ALTER SYSTEM SET fsync = off',
  'CREATE EXTENSION pg_buffercache',
  'CREATE PUBLICATION mine FOR TABLE ledger.events',
  'CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION ledger.refuse()',
  `SELECT pg_read_file('PG_VERSION')`,
  `SELECT lo_import('/etc/passwd')`,
  'REINDEX TABLE ledger.events',
  'CREATE STATISTICS mine ON type, data FROM ledger.events',
  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ledgerdesk'",
  `DO $$ BEGIN EXECUTE 'DELETE FROM ledger.events'; EXCEPTION WHEN OTHERS THEN RAISE; END $$`,
  `WITH t AS (SELECT * FROM ledger.counter) SELECT * FROM t`,
];

const OTHERS_EVENTS = [
  `SELECT * FROM ledger.read_all(NULL, 0, 10)`,
  `SELECT * FROM ledger.read_categories('{rule}', NULL, 0, 10)`,
  `SELECT * FROM ledger.read_categories('{purse,rule}', NULL, 0, 10)`,
  `SELECT * FROM ledger.read_categories('{{purse},{rule}}', NULL, 0, 10)`,
  `SELECT * FROM ledger.read_categories('{NULL}', NULL, 0, 10)`,
  `SELECT * FROM ledger.read_stream('${tenant}', 'rule-${tenant}.1', 0, false, 10)`,
  `SELECT * FROM ledger.read_stream(NULL, 'rule-${tenant}.1', 0, false, 10)`,
  `SELECT * FROM ledger.read_stream('${tenant}', NULL, 0, false, 10)`,
  `SELECT * FROM ledger.follow_stream('${tenant}', 'rule-${tenant}.1', NULL, 0, 10)`,
  // A right on the category opens a stream to nobody who names the wrong tenant: a mistake of the caller shows at once.
  `SELECT * FROM ledger.read_stream('${other}', 'purse-${tenant}.1', 0, false, 10)`,
  `SELECT * FROM ledger.read_stream('', 'purse-${tenant}.1', 0, false, 10)`,
  `SELECT * FROM ledger.read_stream(NULL, 'purse-${tenant}.1', 0, false, 10)`,
  `SELECT * FROM ledger.follow_stream('${other}', 'purse-${tenant}.1', NULL, 0, 10)`,
  `SELECT * FROM ledger.follow_stream(NULL, 'purse-${tenant}.1', NULL, 0, 10)`,
];

let postgres: TestPostgres;
let ledger: ServiceLedger;
let owner: pg.Client;
const ruleCommand = honest({ category: 'rule', tenant, id: '1' });

beforeAll(async () => {
  postgres = await startPostgres();
  ledger = await aLedger(postgres, {
    purses: { categories: ['purse'] },
    rules: { categories: ['rule', 'queue'] },
    auditor: { categories: [], readAll: true },
  });
  owner = await ledger.session();
  await appendRaw(await ledger.session('purses'), honest({ category: 'purse', tenant, id: '1', events: 2 }));
  await appendRaw(await ledger.session('rules'), ruleCommand);
});
afterAll(async () => {
  await ledger.close();
  await postgres.stop();
});

const planOf = (category: string): WriterPlan => ({
  store: { adapter: 'postgres', url: '' },
  name: category,
  tenant,
  category,
  commands: 10,
  inFlight: 1,
});

function send(store: EventStore, category: string, n: number) {
  const { stream, events, memo } = commandOf(planOf(category), n);
  return store.append(stream, 'any', events, memo);
}

describe("A service's role", () => {
  let service: pg.Client;
  let before: unknown;

  beforeAll(async () => void (service = await ledger.session('purses')));
  beforeEach(async () => void (before = await ledgerContents(owner)));
  afterEach(async () => expect(await ledgerContents(owner)).toEqual(before));

  it.each(PAST_THE_FUNCTIONS)('is refused: %s', async (statement) => {
    await expect(service.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it.each(OTHERS_EVENTS)("reads no other's events: %s", async (statement) => {
    await expect(service.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('learns nothing of a command of another', async () => {
    const [commandId] = ruleCommand.command_ids as string[];
    const found = await service.query('SELECT * FROM ledger.find_command($1, $2)', [tenant, commandId]);
    expect(found.rows).toEqual([]);
    const repeat = { ...honest({ category: 'purse', tenant, id: '1' }), command_ids: [commandId] };
    const { rows } = await service.query(
      `SELECT outcome, first_revision, last_revision, "position" FROM ledger.append(
         $1, $2, $3, $4, $5, '{NULL}', '{-2}', '{1}', $6, '{X}', '{1}', '{now}', '{NULL}', '{x}', '{x}')`,
      [repeat.categories, repeat.tenants, repeat.names, repeat.stream_of, repeat.command_ids, repeat.event_ids],
    );
    expect(rows).toEqual([{ outcome: 'reused', first_revision: null, last_revision: null, position: null }]);
  });

  it('learns from the head and from times where the ledger stands, and nothing else', async () => {
    const { fields } = await service.query(`SELECT * FROM ledger.head(), ledger.cursor_at('2026-01-01')`);
    expect(fields.map(({ name }) => name)).toEqual(['epoch', 'position', 'epoch', 'position']);
  });

  it('is refused what its functions would do under tables, functions and operators of its own', async () => {
    await owner.query('CREATE SCHEMA mine AUTHORIZATION purses');
    const shadowing = await ledger.session('purses');
    for (const statement of [
      `CREATE TEMP TABLE rights (role name, categories text[], category_ids smallint[], reads_all boolean)`,
      `INSERT INTO rights VALUES ('purses', '{purse,rule}', '{1,2}', true)`,
      'CREATE TEMP TABLE counter AS SELECT * FROM ledger.head()',
      `CREATE FUNCTION mine.starts_with(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true'`,
      `CREATE FUNCTION mine.split_part(text, text, int) RETURNS text LANGUAGE sql AS $$ SELECT 'purse' $$`,
      `CREATE FUNCTION mine.array_position(text[], text) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
      `CREATE FUNCTION mine.always(name, name) RETURNS boolean LANGUAGE sql AS 'SELECT true'`,
      `CREATE FUNCTION mine.always(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true'`,
      `CREATE OPERATOR mine.= (LEFTARG = name, RIGHTARG = name, FUNCTION = mine.always)`,
      `CREATE OPERATOR mine.= (LEFTARG = text, RIGHTARG = text, FUNCTION = mine.always)`,
      'SET search_path = pg_temp, mine, ledger, pg_catalog',
    ]) {
      await shadowing.query(statement);
    }
    for (const statement of OTHERS_EVENTS) {
      await expect(shadowing.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    expect(await appendRaw(shadowing, honest({ category: 'rule', tenant, id: '1' }))).toEqual(['forbidden']);
    await shadowing.query('RESET search_path');
    await shadowing.query('DROP SCHEMA mine CASCADE');
  });

  it('is the role that logged in, whatever role it has taken on', async () => {
    await postgres.query('GRANT rules TO purses');
    try {
      const member = await ledger.session('purses');
      await member.query('SET ROLE rules');
      await expect(member.query(`SELECT * FROM ledger.read_categories('{rule}', NULL, 0, 10)`)).rejects.toMatchObject({
        code: '42501',
      });
      expect(await appendRaw(member, honest({ category: 'rule', tenant, id: '1' }))).toEqual(['forbidden']);
    } finally {
      await postgres.query('REVOKE rules FROM purses');
    }
  });

  it('that was given nothing can do nothing', async () => {
    await postgres.query(`CREATE ROLE stranger LOGIN PASSWORD 'of-a-service'`);
    const stranger = await ledger.session('stranger');
    for (const statement of [...PAST_THE_FUNCTIONS, ...OTHERS_EVENTS, 'SELECT * FROM ledger.head()']) {
      await expect(stranger.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    await expect(appendRaw(stranger, honest({ category: 'purse', tenant, id: '1' }))).rejects.toMatchObject({
      code: '42501',
    });
  });
});

describe('Two services on one ledger', () => {
  it.each([
    ['purses', 'purse', 'rule'],
    ['rules', 'rule', 'purse'],
  ])("%s reads and writes its own events and none of the other's", async (role, own, others) => {
    const store = ledger.store(role);
    expect((await send(store, own, 0)).kind).toBe('appended');
    expect((await allOf(store, { categories: [own] })).length).toBeGreaterThan(0);
    const { stream, memo } = commandOf(planOf(others), 0);

    await expect(send(store, others, 0)).rejects.toThrow(ForbiddenCategoryError);
    for (const filter of [{ categories: [others] }, { categories: [own, others] }, { stream }, 'everything'] as const) {
      await expect(store.readAll(filter, 'start', 1)).rejects.toThrow(ForbiddenCategoryError);
      await expect(Follower.subscribed(store, filter).untilBroken()).rejects.toThrow(ForbiddenCategoryError);
    }
    await expect(store.readStream(stream)[Symbol.asyncIterator]().next()).rejects.toThrow(ForbiddenCategoryError);
    expect(await store.findCommand(tenant, memo.commandId)).toBeUndefined();
  });

  it('stand in one order, which the auditor reads and cannot write', async () => {
    const store = ledger.store('auditor');
    const categories = new Set((await allOf(store, 'everything')).map(({ stream }) => stream.category));
    expect(categories).toEqual(new Set(['purse', 'rule']));
    await expect(send(store, 'purse', 1)).rejects.toThrow(ForbiddenCategoryError);
  });

  it('refuse an append to another category and take what was sent along with it', async () => {
    const store = ledger.store('purses');
    const answers = await Promise.allSettled([
      send(store, 'purse', 5),
      send(store, 'rule', 5),
      send(store, 'purse', 6),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('Rights on the ledger', () => {
  it('are taken back by giving others, and end what was followed under them', async () => {
    const [role, service] = ['changing', 'purse'];
    await postgres.query(`CREATE ROLE ${role} LOGIN PASSWORD 'of-a-service'`);
    await grantLedgerRights(ledger.admin, role, { categories: [service], readAll: true });
    const store = ledger.store(role);
    const [some, all] = [
      Follower.subscribed(store, { categories: [service] }),
      Follower.subscribed(store, 'everything'),
    ];
    await some.until(await store.head());
    await all.until(await store.head());

    await grantLedgerRights(ledger.admin, role, { categories: ['rule'] });
    await send(ledger.store('purses'), 'purse', 8);
    await expect(some.untilBroken()).rejects.toThrow(ForbiddenCategoryError);
    await expect(all.untilBroken()).rejects.toThrow(ForbiddenCategoryError);
    await expect(send(store, 'purse', 9)).rejects.toThrow(ForbiddenCategoryError);
    expect((await send(store, 'rule', 9)).kind).toBe('appended');
  });

  it('that are gone altogether end what was followed, also while nothing is written', async () => {
    await postgres.query(`CREATE ROLE leaving LOGIN PASSWORD 'of-a-service'`);
    await grantLedgerRights(ledger.admin, 'leaving', { categories: ['purse'] });
    const store = ledger.store('leaving');
    const follower = Follower.subscribed(store, { categories: ['purse'] });
    await follower.until(await store.head());
    await owner.query('DROP OWNED BY leaving');
    await expect(follower.untilBroken()).rejects.toThrow(ForbiddenCategoryError);
  });

  it('are those given and no more: what was granted by hand is taken back', async () => {
    await postgres.query(`CREATE ROLE favoured LOGIN PASSWORD 'of-a-service'`);
    await grantLedgerRights(ledger.admin, 'favoured', { categories: ['purse'] });
    await owner.query('GRANT ALL ON SCHEMA ledger TO favoured');
    await owner.query('GRANT ALL ON ALL TABLES IN SCHEMA ledger TO favoured');
    await owner.query('GRANT ALL ON ALL FUNCTIONS IN SCHEMA ledger TO favoured');
    const favoured = await ledger.session('favoured');
    await favoured.query('SELECT * FROM ledger.events');
    await grantLedgerRights(ledger.admin, 'favoured', { categories: ['purse'] });
    for (const statement of [
      'SELECT * FROM ledger.events',
      'CREATE TABLE ledger.mine (id int)',
      'SELECT * FROM ledger.read_all(NULL, 0, 10)',
      'SELECT ledger.begin_epoch()',
    ]) {
      await expect(favoured.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    expect(await appendRaw(favoured, honest({ category: 'purse', tenant, id: '1' }))).toEqual(['appended']);
  });

  it('let no session of a service wait for a lock for ever', async () => {
    const session = await ledger.session('purses');
    const { rows } = await session.query('SHOW lock_timeout');
    expect(rows).toEqual([{ lock_timeout: '3s' }]);
  });

  it('name only categories that a stream can have', async () => {
    await expect(grantLedgerRights(ledger.admin, 'purses', { categories: ['no-hyphen'] })).rejects.toMatchObject({
      code: '23514',
    });
    expect((await send(ledger.store('purses'), 'purse', 3)).kind).toBe('appended');
  });
});
