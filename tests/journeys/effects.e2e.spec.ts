import type { Instant } from '@ledgerdesk/kernel';
import { askFor, consumerMigrations, effectMigrations } from '@ledgerdesk/messaging';
import { migrate } from '@ledgerdesk/postgres';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import pg from 'pg';
import { expectPlainWords } from '../support/plain-words.ts';
import { StandaloneProcess, type Ended } from '../support/standalone-process.ts';

const LONG_AGO = '2026-01-02T03:04:05.678Z' as Instant;
const LATER = '2099-01-02T03:04:05.678Z' as Instant;
const MAIL = 'tickets.mail';

describe('An operator who looks after effects', () => {
  let postgres: TestPostgres;
  let database: pg.Client;

  beforeAll(async () => {
    postgres = await startPostgres();
    const url = await postgres.createDatabase('ledgerdesk_read');
    const migrated = (schema: string, migrations: typeof effectMigrations) =>
      migrate(url, { schema, migrations, oldestProgram: 1 });
    await migrated('access', consumerMigrations);
    await migrated('tickets', [...consumerMigrations, ...effectMigrations]);
    database = new pg.Client({ connectionString: url, options: '-c search_path=tickets' });
    await database.connect();
  });
  beforeEach(async () => {
    await database.query('TRUNCATE effect');
    const asked = { effect: MAIL, payload: { ticketId: 'tkt_1' } };
    await askFor(database, [
      { ...asked, key: 'failed', dueAt: LONG_AGO },
      { ...asked, key: 'later', dueAt: LATER },
    ]);
    await database.query(
      `UPDATE effect SET state = 'parked', attempts = 60, last_error = $1, settled_at = now() WHERE key = 'failed'`,
      ['No such mailbox\u001b[2J'],
    );
  });
  afterAll(async () => {
    await database.end();
    await postgres.stop();
  });

  const ledgerdesk = (...args: readonly string[]): Promise<Ended> =>
    StandaloneProcess.command(['effects', ...args], { POSTGRES_ADMIN_URL: postgres.url });
  const json = async (...args: readonly string[]): Promise<unknown> => {
    const { code, printed } = await ledgerdesk(...args, '--json');
    expect({ code, printed }).toMatchObject({ code: 0 });
    return JSON.parse(printed);
  };

  it('sees what failed too often and what is still to come, and no escape sequences', async () => {
    const { code, printed } = await ledgerdesk();
    expect(code).toBe(0);
    expect(printed).toMatch(/SERVICE +EFFECT +KEY +STATE +TRIES/);
    expect(printed).toMatch(/tickets +tickets\.mail +failed +parked +60 /);
    expect(printed).not.toContain('\u001b');
    expect(await json('list', '--service', 'tickets')).toMatchObject([
      { service: 'tickets', effect: MAIL, key: 'failed', state: 'parked', dueAt: LONG_AGO },
      { key: 'later', state: 'waiting', attempts: 0, dueAt: LATER },
    ]);
    expect((await ledgerdesk('list', '--service', 'access')).printed).toBe('No effect waits.\n');
  });

  it('has one that failed tried again, and leaves one out, and both are recorded', async () => {
    expect((await ledgerdesk('retry', MAIL, 'failed')).printed).toBe(`${MAIL} failed is tried now.\n`);
    expect(await json('show', MAIL, 'failed')).toMatchObject({
      state: 'waiting',
      attempts: 0,
      payload: { ticketId: 'tkt_1' },
      acts: [{ act: 'retry' }],
    });
    expect(await json('skip', MAIL, 'later', '--reason', 'Told by telephone')).toMatchObject({ skipped: true });
    const { printed } = await ledgerdesk('show', MAIL, 'later');
    expect(printed).toContain('state     withdrawn');
    expect(printed).toMatch(/skip by \S+: Told by telephone/);
  });

  it.each<[string, readonly string[], string]>([
    ['one that is not there', ['show', MAIL, 'nowhere'], 'no effect tickets.mail under "nowhere"'],
    ['one that is not due yet, to be tried', ['retry', MAIL, 'later'], 'not tried yet'],
    ['no reason', ['skip', MAIL, 'later'], '--reason'],
    ['no key', ['retry', MAIL], 'wants an EFFECT and a KEY'],
  ])('is told in plain words where he names %s', async (_, args, words) => {
    expectPlainWords(await ledgerdesk(...args), words);
  });
});
