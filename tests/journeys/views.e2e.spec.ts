import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import pg from 'pg';
import { databaseOf, emptyDataFolder } from '../support/data-folder.ts';
import { expectPlainWords } from '../support/plain-words.ts';
import { StandaloneProcess, type Ended } from '../support/standalone-process.ts';

const CLI = path.resolve(import.meta.dirname, '../../services/standalone/dist/cli.js');
const SPOIL = `UPDATE gateway.ticket_board_v2 SET subject = 'Written by nobody'
  WHERE id = (SELECT min(id) FROM gateway.ticket_board_v2) RETURNING id`;

interface Told {
  readonly view: string;
  readonly swapped: boolean;
  readonly comparison: { readonly same: boolean; readonly live: { readonly rows: number } };
}

describe('An operator, while the desk runs,', () => {
  const data = emptyDataFolder();
  let desk: StandaloneProcess;
  let database: pg.Client;

  beforeAll(async () => {
    desk = await StandaloneProcess.start({ data: data.path });
    database = new pg.Client({ connectionString: databaseOf(data.path, 'ledgerdesk_read') });
    database.on('error', () => undefined);
    await database.connect();
  });
  afterAll(async () => {
    await database.end();
    if (desk.running) await desk.interrupt();
    data.remove();
  });

  const views = (...args: readonly string[]): Promise<Ended> =>
    StandaloneProcess.command(['views', ...args, '--data', data.path]);
  const rebuild = async (...args: readonly string[]): Promise<Told> => {
    const { printed } = await views('rebuild', ...args, '--json');
    return JSON.parse(printed.slice(printed.indexOf('{\n'))) as Told;
  };

  it('sees how views stand, and how far each is behind', async () => {
    const { code, printed } = await views('list');
    expect(code).toBe(0);
    expect(printed).toMatch(/SERVICE +VIEW +VERSION +EVENTS BEHIND +SECONDS +STATE/);
    expect(printed).toMatch(/gateway +ticket-board +2 +\d+ +\d+ +shown\n/);
    expect(printed).toMatch(/tickets +team-roster +1 /);
  });

  it('finds a row that nobody’s event made, is told its key and not what stands in it, and mends it', async () => {
    const { rows } = await database.query<{ id: string }>(SPOIL);
    const compared = await views('rebuild', 'ticket-board', '--compare-only');
    expect(compared.code).toBe(1);
    expect(compared.printed).toContain(`/${rows[0]!.id} in subject\n`);
    expect(compared.printed).toMatch(/ticket-board: \d+ %, [\d,]+ of [\d,]+ events of the ledger/);
    expect(compared.printed).not.toContain('Written by nobody');
    const spoiled = 'SELECT FROM gateway.ticket_board_v2 WHERE subject = $1';
    expect((await database.query(spoiled, ['Written by nobody'])).rowCount).toBe(1);

    expect(await rebuild('ticket-board')).toMatchObject({ swapped: true, comparison: { same: false } });
    expect((await database.query(spoiled, ['Written by nobody'])).rowCount).toBe(0);
    expect(await views('rebuild', 'ticket-board', '--compare-only')).toMatchObject({ code: 0 });
  });

  it('may have his command killed, and gives it again', async () => {
    const child = spawn(process.execPath, [CLI, 'views', 'rebuild', 'ticket-timeline', '--data', data.path], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // It has begun to tell how far it is.
    await once(child.stderr, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    let again = await views('rebuild', 'ticket-timeline');
    // The server may not have noticed yet that he is gone.
    while (again.printed.includes('is being rebuilt already')) again = await views('rebuild', 'ticket-timeline');
    expect(again).toMatchObject({ code: 0, printed: expect.stringContaining('They are the same.') as string });
    const { rows } = await database.query(`SELECT FROM pg_class WHERE relname LIKE '%\\_v0'`);
    expect(rows).toEqual([]);
  });

  it.each<[string, readonly string[], string]>([
    ['a view that is not there', ['rebuild', 'board'], 'There is no view "board", but team-roster, '],
    ['a service that is not there', ['list', '--service', 'sales'], 'no service "sales"'],
  ])('is told in plain words where he names %s', async (_, args, words) => {
    expectPlainWords(await views(...args), words);
  });
});
