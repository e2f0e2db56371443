import { existsSync } from 'node:fs';
import path from 'node:path';
import { emptyDataFolder } from '../support/data-folder.ts';
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
});
