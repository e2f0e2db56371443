import { newId } from '@ledgerdesk/kernel';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { ledgerContents } from '../support/ledger-contents.ts';
import { appendRaw, honest, type RawAppend } from '../support/raw-append.ts';
import { allOf, expectInOrder } from '../support/reckoning.ts';
import { aLedger, type ServiceLedger } from '../support/service-ledgers.ts';

const tenant = newId('tnt');
const other = newId('tnt');
const purse = { category: 'purse', tenant, id: 'mine' } as const;
const rule = `rule-${tenant}.1`;
const newRule = `rule-${tenant}.new`;
const one = (): RawAppend => honest(purse);
/** On a stream that is there, and on a new one. */
const two = (): RawAppend => honest({ ...purse, events: 2 }, { ...purse, id: 'new' });
const twice = <T>(value: T): readonly T[] => [value, value];

/** Each would store what its role has no right to, or what does not fit together, were it believed. */
const LIES: Record<string, () => RawAppend> = {
  'the category of another service': () => ({ ...one(), categories: ['rule'], names: [rule] }),
  "another's stream under a category of its own": () => ({ ...one(), names: [rule] }),
  "another's stream, new, under a category of its own": () => ({ ...one(), names: [newRule] }),
  "another tenant's stream": () => ({ ...one(), names: [`purse-${other}.mine`] }),
  'a stream of a category that begins like its own': () => ({ ...one(), names: [`pursers-${tenant}.1`] }),
  'an empty category': () => ({ ...one(), categories: [''], names: [`-${tenant}.1`] }),
  'a category in another case': () => ({ ...one(), categories: ['Purse'], names: [`Purse-${tenant}.1`] }),
  'a category that is a pattern': () => ({ ...one(), categories: ['%'], names: [`%-${tenant}.1`] }),
  'a tenant that is none': () => ({ ...one(), tenants: ['x'], names: ['purse-x.1'] }),
  'an empty tenant': () => ({ ...one(), tenants: [''], names: ['purse-.1'] }),
  'a stream without an id': () => ({ ...one(), names: [`purse-${tenant}.`] }),
  'no category': () => ({ ...one(), categories: [null], names: [newRule] }),
  'no tenant': () => ({ ...one(), tenants: [null], names: [newRule] }),
  'no name': () => ({ ...one(), names: [null] }),
  'no stream': () => ({ ...one(), stream_of: [null] }),
  'a stream before the first': () => ({ ...one(), names: [newRule], stream_of: [0] }),
  'a stream far before the first': () => ({ ...one(), names: [newRule], stream_of: [-3] }),
  'a stream after the last': () => ({ ...one(), names: [newRule], stream_of: [2] }),
  'names that are counted from zero': () => ({
    ...one(),
    names: `[0:1]={"${newRule}","purse-${tenant}.mine"}`,
  }),
  'names in two dimensions': () => ({ ...one(), names: [[newRule]] }),
  'streams in two dimensions': () => ({ ...two(), names: [newRule, `purse-${tenant}.mine`], stream_of: [[2], [2]] }),
  'streams that are counted from zero': () => ({ ...two(), stream_of: '[0:2]={1,2,2}' }),
  'categories in two dimensions': () => ({ ...one(), categories: [['rule']], names: [rule] }),
  'tenants in two dimensions': () => ({ ...one(), tenants: [[other]] }),
  'the same stream under two numbers': () => ({ ...two(), names: twice(`purse-${tenant}.mine`) }),
  'the same new stream under two numbers': () => ({ ...two(), names: twice(`purse-${tenant}.new`) }),
  'the same command twice': () => ({ ...two(), command_ids: twice(randomUUID()) }),
  'no command id': () => ({ ...one(), command_ids: [null] }),
  'more events than there are': () => ({ ...one(), counts: [2] }),
  'fewer events than there are': () => ({ ...two(), counts: [1, 1] }),
  'counts that make up for each other': () => ({ ...two(), counts: [4, -1] }),
  'a negative count': () => ({ ...one(), counts: [-1] }),
  'no events': () => ({ ...two(), counts: [3, 0] }),
  'no count': () => ({ ...one(), counts: [null] }),
  'no count for a command among others': () => ({ ...two(), counts: [2, null] }),
  'fewer counts than commands': () => ({ ...two(), counts: [2] }),
  'counts that would pass by overflow': () => ({ ...two(), counts: [2_147_483_647, 2_147_483_647] }),
  'fewer categories than commands': () => ({ ...two(), categories: ['purse'] }),
  'fewer tenants than commands': () => ({ ...two(), tenants: [tenant] }),
  'fewer expectations than commands': () => ({ ...two(), expected: [-2] }),
  'more categories than commands': () => ({ ...one(), categories: twice('purse') }),
  'an expectation that is none': () => ({ ...one(), expected: [null] }),
  'no event ids': () => ({ ...one(), event_ids: [null] }),
  'fewer event ids than events': () => ({ ...two(), event_ids: [randomUUID()] }),
  'more event ids than events': () => ({ ...one(), event_ids: twice(randomUUID()) }),
  'fewer types than events': () => ({ ...two(), types: ['CoinsPut'] }),
  'more types than events': () => ({ ...one(), types: twice('CoinsPut') }),
  'no type': () => ({ ...one(), types: [null] }),
  'no leaf hash': () => ({ ...one(), leaves: [null] }),
  'no data': () => ({ ...one(), data: [null] }),
  'fewer metadata than events': () => ({ ...two(), metadata: ['{}'] }),
  'no version': () => ({ ...one(), versions: [null] }),
  'no time': () => ({ ...one(), recorded: [null] }),
  'arrays that are not there': () => ({ ...one(), event_ids: null }),
  'names that are not there': () => ({ ...one(), names: null }),
  'commands that are not there': () => ({ ...one(), command_ids: null }),
  'nothing at all': () => Object.fromEntries(Object.keys(one()).map((key) => [key, []])) as unknown as RawAppend,
};

describe('An append that lies in its arrays', () => {
  let postgres: TestPostgres;
  let ledger: ServiceLedger;
  let owner: pg.Client;
  let service: pg.Client;

  beforeAll(async () => {
    postgres = await startPostgres();
    ledger = await aLedger(postgres, {
      purses: { categories: ['purse'] },
      rules: { categories: ['rule'] },
      auditor: { categories: [], readAll: true },
    });
    owner = await ledger.session();
    service = await ledger.session('purses');
    await appendRaw(await ledger.session('rules'), honest({ category: 'rule', tenant, id: '1', events: 2 }));
    await appendRaw(service, honest({ ...purse, events: 2 }));
  });
  afterAll(async () => {
    await ledger.close();
    await postgres.stop();
  });
  afterEach(() => service.query('ROLLBACK'));

  it.each(Object.entries(LIES))('stores nothing: %s', async (_, lie) => {
    const before = await ledgerContents(owner);
    // In a transaction that is rolled back, so that one lie that were believed would not spoil the next.
    await service.query('BEGIN');
    const answer = await appendRaw(service, lie()).then(
      (outcomes) => ({ outcomes }),
      (error: unknown) => ({ error }),
    );
    if ('outcomes' in answer) {
      expect(answer.outcomes.filter((outcome) => outcome === 'appended')).toEqual([]);
      await service.query('COMMIT');
    }
    expect(await ledgerContents(owner)).toEqual(before);
  });

  it('is answered as forbidden for that command alone, and stores its neighbours', async () => {
    const raw = honest(purse, { ...purse, id: 'a' }, { ...purse, id: 'b', events: 3 });
    const [first, , last] = raw.names as string[];
    const outcomes = await appendRaw(service, { ...raw, names: [first, `purse-${other}.a`, last] });
    expect(outcomes).toEqual(['appended', 'forbidden', 'appended']);
  });

  it('leaves a ledger behind whose order holds', async () => {
    const store = ledger.store('auditor');
    const rows = await owner.query<{ name: string }>('SELECT name FROM ledger.streams');
    expect(rows.rows.map(({ name }) => name)).not.toContain(newRule);
    expectInOrder(store, await allOf(store, 'everything'));
    const { rows: dense } = await owner.query(
      'SELECT max(position) = count(*) AND max(position) = (SELECT position FROM ledger.counter) AS dense FROM ledger.events',
    );
    expect(dense).toEqual([{ dense: true }]);
  });
});
