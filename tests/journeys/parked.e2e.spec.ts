import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { databaseOf, emptyDataFolder } from '../support/data-folder.ts';
import { expectPlainWords } from '../support/plain-words.ts';
import { StandaloneProcess, type Ended } from '../support/standalone-process.ts';

const CONSUMER = 'tickets.open-ticket-on-submission-received';
const SUBMISSION = 'sub_01h455vb4pex5vsknk084sn02q';
const KEY = `submission/tnt_01h455vb4pex5vsknk084sn02t/${SUBMISSION}`;
/** No program can take it: it says nothing of what an event must. */
const HOPELESS = JSON.stringify({ specversion: '1.0', id: 'of no use' });

describe('An operator', () => {
  const data = emptyDataFolder();
  let desk: StandaloneProcess;
  let database: pg.Client;

  beforeAll(async () => {
    desk = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    database = new pg.Client({ connectionString: databaseOf(data.path, 'ledgerdesk_read') });
    database.on('error', () => undefined);
    await database.connect();
  });
  afterAll(async () => {
    if (desk.running) await desk.interrupt();
    data.remove();
  });

  const ledgerdesk = (...args: readonly string[]): Promise<Ended> =>
    StandaloneProcess.command([...args, '--data', data.path]);
  const json = async (...args: readonly string[]): Promise<unknown> => {
    const { code, printed } = await ledgerdesk(...args, '--json');
    expect({ code, printed }).toMatchObject({ code: 0 });
    return JSON.parse(printed);
  };

  /** So many hopeless events wait, as a reaction would have parked them. */
  const park = async (consumer: string, waiting: number): Promise<void> => {
    await database.query('TRUNCATE tickets.parked_key, tickets.parked_event');
    for (let n = 0; n < waiting; n += 1) {
      await database.query(
        'INSERT INTO tickets.parked_event (consumer, key, position, event) VALUES ($1, $2, $3, $4)',
        [consumer, KEY, n, HOPELESS],
      );
    }
    await database.query(
      `INSERT INTO tickets.parked_key (consumer, key, waiting, next_at, error)
       VALUES ($1, $2, $3, now() + interval '1 hour', $4)`,
      [consumer, KEY, waiting, 'poison\u001b[2J'],
    );
  };

  it('hears that nothing is parked, and nothing was passed over', async () => {
    expect(await ledgerdesk('parked')).toMatchObject({ code: 0, printed: 'Nothing is parked.\n' });
    expect(await ledgerdesk('passed-over')).toMatchObject({ code: 0, printed: 'Nothing was passed over.\n' });
  });

  it('sees what is parked beside a running desk, by service and by consumer, and no escape sequences', async () => {
    await park(CONSUMER, 2);
    const { code, printed } = await ledgerdesk('parked', 'list');
    expect(code).toBe(0);
    expect(printed).toMatch(/SERVICE +CONSUMER +KEY +WAITING +TRIES/);
    expect(printed).toContain(`${KEY}  2 `);
    expect(printed).not.toContain('\u001b');
    expect(await json('parked', '--service', 'tickets', '--consumer', CONSUMER)).toMatchObject([
      { service: 'tickets', consumer: CONSUMER, key: KEY, waiting: 2, error: 'poison\u001b[2J' },
    ]);
    expect(await json('parked', '--service', 'access')).toEqual([]);
    expect(await json('parked', '--consumer', 'another')).toEqual([]);
    expect((await ledgerdesk('parked', 'show', SUBMISSION)).printed).toContain('"of no use"');
  });

  it('lets it be tried, which the desk does soon, and it is recorded who wanted it', async () => {
    await park(CONSUMER, 1);
    expect(await ledgerdesk('parked', 'retry', KEY)).toMatchObject({
      code: 0,
      printed: `${CONSUMER} tries ${KEY} now.\n`,
    });
    const tried = async () => ((await json('parked')) as readonly { readonly attempts: number }[])[0]!.attempts > 0;
    while (!(await tried())) continue;
    expect(await json('parked', 'show', KEY)).toMatchObject([
      {
        error: expect.stringContaining('attribute') as string,
        acts: [{ act: 'retry', by: expect.stringContaining(userInfo().username) as string }],
      },
    ]);
  });

  it('skips the first, with a reason, and then the last: it stays in the record of acts', async () => {
    await park(CONSUMER, 2);
    expectPlainWords(await ledgerdesk('parked', 'skip', KEY), '--reason TEXT');
    const skipped = await ledgerdesk('parked', 'skip', KEY, '--reason', 'written by a test');
    expect(skipped).toMatchObject({
      code: 0,
      printed: expect.stringContaining('goes on with the 1 behind it') as string,
    });
    expect(await json('parked')).toMatchObject([{ waiting: 1 }]);
    await ledgerdesk('parked', 'skip', SUBMISSION, '--reason', 'this one too');
    expect(await json('parked')).toEqual([]);
    expect(await json('parked', 'show', SUBMISSION)).toMatchObject({
      acts: [
        { act: 'skip', reason: 'this one too', skipped: HOPELESS },
        { reason: 'written by a test' },
        { act: 'retry' },
      ],
    });
  });

  it('must say which one he means where several consumers have it parked', async () => {
    await park('tickets.one', 1);
    await database.query(
      `INSERT INTO tickets.parked_key SELECT 'tickets.two', key, 0, 0, next_at, error FROM tickets.parked_key`,
    );
    const refused = await ledgerdesk('parked', 'skip', KEY, '--reason', 'whichever');
    expectPlainWords(refused, '--consumer', 'tickets.one', 'tickets.two');
    expect(await ledgerdesk('parked', 'skip', KEY, '--consumer', 'tickets.one', '--reason', 'it')).toMatchObject({
      code: 0,
    });
    await database.query('TRUNCATE tickets.parked_key, tickets.parked_event');
  });

  it('sees what consumers did not know of a newer program', async () => {
    await database.query(
      `INSERT INTO gateway.passed_over VALUES ('gateway.ticket-board.v1', 'ticket', 'ledgerdesk.tickets.v1.TicketTeleported', 'type', 7,
       'tnt_1', 'tkt_1', 3, 10, now(), 'tnt_1', 'tkt_2', 5, 20, now())`,
    );
    expect((await ledgerdesk('passed-over', 'list')).printed).toMatch(/TicketTeleported +type +7 /);
    expect(await json('passed-over', '--service', 'gateway')).toMatchObject([
      { count: 7, last: { tenant: 'tnt_1', subject: 'tkt_2', sequence: 5, position: '20' } },
    ]);
  });

  it.each<[string, readonly string[], string]>([
    ['a key that is not there', ['parked', 'retry', 'tkt_nowhere'], 'Nothing is parked under "tkt_nowhere"'],
    ['a service that is not there', ['parked', '--service', 'sales'], 'no service "sales"'],
    ['an option that is not there', ['parked', '--all'], '--all'],
  ])('is told in plain words where he names %s', async (_, args, words) => {
    expectPlainWords(await ledgerdesk(...args), words);
  });

  it('is told where there is no Ledgerdesk, and none is made there', async () => {
    const nowhere = path.join(path.dirname(data.path), 'nowhere');
    expectPlainWords(await StandaloneProcess.command(['parked', '--data', nowhere]), `no Ledgerdesk in ${nowhere}`);
    expect(existsSync(nowhere)).toBe(false);
  });

  it('looks into a PostgreSQL that is named, also where it is not to be reached', async () => {
    const at = (url: string): Promise<Ended> => StandaloneProcess.command(['parked'], { POSTGRES_ADMIN_URL: url });
    const url = databaseOf(data.path, 'postgres');
    expect(await at(url)).toMatchObject({ code: 0, printed: 'Nothing is parked.\n' });
    expectPlainWords(await at(url.replace(/:\d+\//, ':1/')), 'POSTGRES_ADMIN_URL', 'nothing listens there');
  });

  it('may look while nothing runs, and no PostgreSQL is left behind', async () => {
    await database.end();
    expect(desk.running).toBe(true);
    await desk.interrupt();
    expect(await ledgerdesk('parked')).toMatchObject({ code: 0, printed: 'Nothing is parked.\n' });
    expect(existsSync(path.join(data.path, 'postgres/postmaster.pid'))).toBe(false);
  });
});
