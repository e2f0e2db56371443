import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { databaseOf, emptyDataFolder, postgresOf } from '../support/data-folder.ts';
import { expectPlainWords } from '../support/plain-words.ts';
import { isAlive } from '../support/processes.ts';
import { canMountDisks, onSmallDisk } from '../support/small-disk.ts';
import { StandaloneProcess, type Ended, type StandaloneOptions } from '../support/standalone-process.ts';

const failed = async (options: StandaloneOptions): Promise<Ended> => (await StandaloneProcess.launch(options)).ended();

/** What is done to a desk that has run and ended, put back afterwards. */
async function without(file: string, work: () => Promise<void>): Promise<void> {
  renameSync(file, `${file}.away`);
  try {
    await work();
  } finally {
    rmSync(file, { force: true });
    renameSync(`${file}.away`, file);
  }
}

describe('Starting, where something is in the way,', () => {
  const data = emptyDataFolder();

  beforeAll(async () => {
    const desk = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    await desk.interrupt();
  });
  afterAll(() => data.remove());

  it('names the process that runs on the folder already', async () => {
    const first = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    const second = await failed({ data: data.path });
    expectPlainWords(second, `as process ${first.pid}`, '--data DIR');
    expect(first.running).toBe(true);
    await first.interrupt();
  });

  it('names the port that is in use, before anything is started', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const ended = await failed({ data: data.path, env: { HTTP_PORT: String(port) } });
    other.close();
    expectPlainWords(ended, `Port ${port} on 127.0.0.1 is in use`, 'HTTP_PORT=');
    expect(existsSync(path.join(data.path, 'postgres/postmaster.pid'))).toBe(false);
  });

  it('says that the folder is of a newer PostgreSQL', async () => {
    const version = path.join(data.path, 'postgres/PG_VERSION');
    await without(version, async () => {
      writeFileSync(version, '99\n');
      expectPlainWords(await failed({ data: data.path }), 'written by PostgreSQL 99', 'newer Ledgerdesk');
    });
  });

  it('says that the folder is of a newer Ledgerdesk', async () => {
    const desk = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    const ledger = new pg.Client({ connectionString: databaseOf(data.path, 'ledgerdesk_ledger') });
    await ledger.connect();
    const { rows } = await ledger.query('SELECT oldest_program FROM ledger.schema_release');
    await ledger.query('UPDATE ledger.schema_release SET oldest_program = 99');
    await ledger.end();
    await desk.interrupt();
    expect(rows).toHaveLength(1);
    expectPlainWords(await failed({ data: data.path }), 'run a newer Ledgerdesk');
  });
});

describe('Starting', () => {
  const data = emptyDataFolder();
  const away = path.dirname(data.path);
  afterAll(() => data.remove());

  it('says that the master key of the data is lost, and makes no new one', async () => {
    const desk = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    await desk.interrupt();
    const file = `${data.path}.master-key`;
    await without(file, async () => {
      expectPlainWords(await failed({ data: data.path }), `master key ${file} is missing`, 'MASTER_KEYS');
      expect(existsSync(file)).toBe(false);
    });
  });

  it('names the file in which the master key is spoiled', async () => {
    const file = `${data.path}.master-key`;
    await without(file, async () => {
      writeFileSync(file, 'hunter2\n');
      const ended = await failed({ data: data.path });
      expectPlainWords(ended, file, 'Bring the file back');
      expect(ended.printed).not.toContain('hunter2');
    });
  });

  it('finds what was killed under another name of the same folder', async () => {
    const desk = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    const postgres = postgresOf(data.path);
    await desk.kill();
    const link = path.join(away, 'link');
    symlinkSync(data.path, link);
    const again = await StandaloneProcess.start({ data: link, args: ['--empty'] });
    expect(isAlive(postgres)).toBe(false);
    await again.interrupt();
  });

  it('says that another master key is not the one of the data', async () => {
    const desk = await StandaloneProcess.start({ data: data.path });
    await desk.interrupt();
    const another = `made-here:${Buffer.alloc(32, 7).toString('base64')}`;
    expectPlainWords(await failed({ data: data.path, env: { MASTER_KEYS: another } }), 'master key "made-here"');
    const other = `other:${Buffer.alloc(32, 7).toString('base64')}`;
    expectPlainWords(await failed({ data: data.path, env: { MASTER_KEYS: other } }), 'master key "made-here"');
    expectPlainWords(await failed({ data: data.path, env: { MASTER_KEYS: 'x' } }), 'Master key 1 is not');
  });

  it('says that nothing listens at the PostgreSQL that it was told to use, and keeps its password to itself', async () => {
    const env = { POSTGRES_ADMIN_URL: 'postgresql://somebody:hunter2@127.0.0.1:1/postgres' };
    const ended = await failed({ data: path.join(away, 'external'), env });
    expectPlainWords(ended, 'somebody@127.0.0.1:1', 'nothing listens there');
    expect(ended.printed).not.toContain('hunter2');
  });

  it.each(['0.0.0.0', '::', '192.0.2.7'])('at %s wants an identity provider and a master key first', async (host) => {
    const ended = await failed({ data: path.join(away, 'open'), env: { HTTP_HOST: host } });
    expectPlainWords(ended, 'OIDC_ISSUER: is not set', 'MASTER_KEYS: is not set', 'HTTP_HOST lets other machines in');
    expect(existsSync(path.join(away, 'open'))).toBe(false);
  });

  it('names every fault of the configuration at once', async () => {
    const env = {
      HTTP_PORT: '70000',
      LOG_LEVEL: 'loud',
      OIDC_ISSUER: 'here',
      MASTER_KEYS: 'hunter2',
      GRAPHQL_MAX_DEPTH: '0',
    };
    const ended = await failed({ data: data.path, env });
    expectPlainWords(ended, ...Object.keys(env), 'MASTER_KEYS: Master key 1 is not');
    expect(ended.printed).not.toContain('hunter2');
  });

  it('says which option there is not', async () => {
    expectPlainWords(await failed({ data: data.path, args: ['--fast'] }), /--fast.*\n.*--help/);
  });

  it('says that a file is in the way of the folder', async () => {
    const file = path.join(away, 'file');
    writeFileSync(file, '');
    expectPlainWords(await failed({ data: path.join(file, 'data') }), 'file in the way');
  });

  const root = process.getuid?.() === 0;
  (root ? it : it.skip)('says that PostgreSQL’s own account cannot enter (run as root alone)', async () => {
    const closed = path.join(away, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o700);
    expectPlainWords(await failed({ data: path.join(closed, 'data') }), 'cannot enter', '--data DIR');
  });

  (canMountDisks() ? it : it.skip)('says that the disk is full (where a small one can be mounted)', async () => {
    await onSmallDisk(24, async (folder) => {
      expectPlainWords(await failed({ data: path.join(folder, 'data') }), 'disk', 'full', 'make room');
    });
  });
});
