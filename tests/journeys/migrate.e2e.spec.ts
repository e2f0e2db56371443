import { startPostgres } from '@ledgerdesk/testing';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Caller } from '../support/caller.ts';
import { databaseOf, emptyDataFolder } from '../support/data-folder.ts';
import { expectPlainWords } from '../support/plain-words.ts';
import { StandaloneProcess } from '../support/standalone-process.ts';

describe('The command ledgerdesk', () => {
  const data = emptyDataFolder();
  afterAll(() => data.remove());

  it('migrate brings the databases to this release, once and again, and leaves no PostgreSQL behind', async () => {
    for (const _ of ['new', 'done already']) {
      const ended = await StandaloneProcess.command(['migrate', '--data', data.path]);
      expect(ended).toMatchObject({ code: 0, printed: expect.stringContaining(`databases of ${data.path}`) });
      expect(existsSync(path.join(data.path, 'postgres/postmaster.pid'))).toBe(false);
    }
  });

  it('says what there is, asked for help or for what there is not', async () => {
    expect(await StandaloneProcess.command([])).toMatchObject({ code: 0, printed: expect.stringContaining('migrate') });
    expectPlainWords(await StandaloneProcess.command(['fly']), 'no command "fly"', 'migrate');
  });

  it('migrate is refused on a PostgreSQL that another data folder’s desk runs on, and that desk goes on', async () => {
    const desk = await StandaloneProcess.start({ data: data.path });
    const keys = readFileSync(`${data.path}.master-key`, 'utf8').trim();
    const env = { POSTGRES_ADMIN_URL: databaseOf(data.path, 'postgres'), MASTER_KEYS: keys };
    const other = path.join(path.dirname(data.path), 'other');
    const refused = await StandaloneProcess.command(['migrate', '--data', other], env);
    expectPlainWords(refused, 'another data folder', '--data DIR');
    const mira = Caller.of(desk, 'mira');
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        mira.command('openTicket', { subject: `Still at work ${n}`, body: { content: 'Yes.' } }),
      ),
    );
    for (const answer of answers) expect(answer.__typename).toBe('OpenTicketSuccess');
    await desk.interrupt();
  });

  it('migrate works beside a desk that runs, where the PostgreSQL is somebody else’s to run', async () => {
    const postgres = await startPostgres();
    const own = emptyDataFolder();
    const env = { POSTGRES_ADMIN_URL: postgres.url };
    const migrate = () => StandaloneProcess.command(['migrate', '--data', own.path], env);
    expect(await migrate()).toMatchObject({ code: 0 });
    const desk = await StandaloneProcess.start({ data: own.path, args: ['--empty'], env });
    expect(await migrate()).toMatchObject({ code: 0 });
    expect(desk.running).toBe(true);
    await desk.interrupt();
    await postgres.stop();
    own.remove();
  });
});
