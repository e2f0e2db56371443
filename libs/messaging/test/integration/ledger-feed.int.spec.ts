import { grantLedgerRights, ledgerSchema, PostgresEventStore } from '@ledgerdesk/event-store';
import { LedgerFeed } from '@ledgerdesk/messaging';
import { migrate } from '@ledgerdesk/postgres';
import { seededRandom, startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { DeskLedger, published } from '../support/desk-ledger.ts';
import { Listener } from '../support/listener.ts';

describe('The feed from a ledger in PostgreSQL', () => {
  let postgres: TestPostgres;
  let writer: PostgresEventStore;
  let tailer: PostgresEventStore;
  let ledger: DeskLedger;
  let feed: LedgerFeed;

  beforeAll(async () => {
    postgres = await startPostgres({ durable: true });
    const url = await postgres.createDatabase('ledger');
    await migrate(url, ledgerSchema);
    for (const role of ['writer', 'tailer']) await postgres.query(`CREATE ROLE ${role} LOGIN PASSWORD '${role}'`);
    await grantLedgerRights(url, 'writer', { categories: ['team', 'ticket', 'valueClaim'] });
    await grantLedgerRights(url, 'tailer', { categories: [], readAll: true });
    writer = new PostgresEventStore({
      url: postgres.urlOf('ledger', 'writer', 'writer'),
      appendTimeoutMs: 60_000,
    });
    tailer = new PostgresEventStore({ url: postgres.urlOf('ledger', 'tailer', 'tailer') });
    ledger = new DeskLedger(writer);
  });
  afterEach(() => feed.stop());
  afterAll(async () => {
    await Promise.all([writer.close(), tailer.close()]);
    await postgres.stop();
  });

  const logger = { warn: () => undefined, error: () => undefined } as never;
  const feedOf = (eventStore: PostgresEventStore, ...listeners: Listener[]): LedgerFeed => {
    const backOff = { firstMs: 5, longestMs: 50 };
    feed = new LedgerFeed({ eventStore, published, logger, backOff, interleave: seededRandom(7) });
    for (const listener of listeners) feed.subscribe(listener);
    return feed;
  };
  const speak = async (name: string) => {
    for (let n = 0; n < 10; n += 1) {
      await Promise.all([ledger.take(name, 'anna'), ledger.join(name, 'anna'), ledger.claim(name)]);
    }
  };

  it('cannot be had by a role that may not read everything', async () => {
    await expect(feedOf(writer).start()).rejects.toMatchObject({ code: 'FORBIDDEN_CATEGORY' });
  });

  it('loses and repeats nothing where connections are lost and the server crashes', async () => {
    const [both, teams] = [new Listener('both', ['team', 'ticket']), new Listener('teams', ['team'])];
    await speak('before');
    await feedOf(tailer, both, teams).start();
    await speak('running');
    await postgres.query(
      `SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE usename IN ('writer', 'tailer')`,
    );
    await speak('cut off');
    await both.untilTaken(60);
    await postgres.kill();
    await postgres.start();
    await speak('crashed');

    await both.untilTaken(80);
    await teams.untilTaken(40);
    const names = ['before', 'running', 'cut off', 'crashed'];
    const once = names.flatMap((name) => Array.from({ length: 10 }, (_, sequence) => `${name}/${sequence}`));
    for (const topic of ['team', 'ticket']) {
      const heard = both.taken.filter((event) => event.topic === topic);
      expect(heard.map(({ subject, sequence }) => `${subject}/${sequence}`)).toEqual(once);
    }
    expect(teams.heard).toEqual(once);
  });
});
