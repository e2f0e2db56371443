import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, chmodSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { databaseOf, emptyDataFolder, postgresOf } from '../support/data-folder.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { isAlive } from '../support/processes.ts';
import { smallDisk } from '../support/small-disk.ts';
import { StandaloneProcess, type Ended, type StandaloneOptions } from '../support/standalone-process.ts';

/** Of Node, as it would frighten somebody who only wanted to start the program. */
const STACK_TRACE = /^\s+at .+:\d+/m;

const failed = (options: StandaloneOptions): Promise<Ended> => StandaloneProcess.launch(options).ended();

/** It ended, said this, and spared the reader what only its makers can read. */
function expectPlainWords({ code, printed }: Ended, ...words: readonly (string | RegExp)[]): void {
  for (const word of words) expect(printed).toMatch(word);
  expect(printed).not.toMatch(STACK_TRACE);
  expect(code).toBe(1);
}

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
    expectPlainWords(ended, 'OIDC_ISSUER: is not set', 'MASTER_KEYS: is not set');
    expect(existsSync(path.join(away, 'open'))).toBe(false);
  });

  it('names every fault of the configuration at once', async () => {
    const env = { HTTP_PORT: '70000', LOG_LEVEL: 'loud', OIDC_ISSUER: 'here' };
    expectPlainWords(await failed({ data: data.path, env }), 'HTTP_PORT', 'LOG_LEVEL', 'OIDC_ISSUER');
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

  const disk = smallDisk(24);
  afterAll(() => disk?.remove());
  (disk ? it : it.skip)('says that the disk is full (where a small one can be mounted)', async () => {
    expectPlainWords(await failed({ data: path.join(disk?.path ?? '', 'data') }), 'disk', 'full', 'make room');
  });
});

describe('What npm start prints in the end', () => {
  const data = emptyDataFolder();
  let desk: StandaloneProcess;
  const asked = (token: string, query: string) => postGraphql<Record<string, object>>(desk.address, token, { query });

  beforeAll(async () => {
    desk = await StandaloneProcess.start({ data: data.path });
  });
  afterAll(async () => {
    await desk.interrupt();
    data.remove();
  });

  it('tells a ticket’s whole life: who, when, what and why', () => {
    const [, history = ''] = /from its first word to its closure:\n\n([\s\S]*?)\n\n/.exec(desk.printed) ?? [];
    const lines = history.split('\n');
    expect(lines[0]).toMatch(/^ +\d\d:\d\d:\d\d {2}Inês Duarte +opened +“.+”$/);
    expect(lines.at(-1)).toMatch(/Inês Duarte +closed$/);
    expect(new Set(lines.map((line) => line.slice(14, 30).trim())).size).toBe(3);
  });

  it('is addresses that open', async () => {
    const addresses = [...desk.printed.matchAll(/^ {2}(?:GraphiQL|Form of).*? (http:\S+)$/gm)].map(
      ([, address]) => address!,
    );
    expect(addresses).toHaveLength(3);
    for (const address of addresses) {
      const answer = await fetch(address);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    }
  });

  it('is a token for each role, and each is let in as that', async () => {
    const tokens = [...desk.printed.matchAll(/^ {4}(\w+) +(\w+) +(eyJ\S+)$/gm)];
    const roles = ['administrator', 'agent', 'auditor', 'integrator', 'operator', 'requester', 'supervisor'];
    expect([...new Set(tokens.map(([, , role]) => role))].sort()).toEqual(roles);
    for (const [, , role, token] of tokens) {
      expect(await asked(token!, '{ me { roles } }')).toMatchObject({ data: { me: { roles: [role] } } });
    }
  });

  it('is two operations that work when pasted', async () => {
    const operations = [...desk.printed.matchAll(/^ {2}(?:query|mutation) \{[\s\S]*?^ {2}\}$/gm)].map(([text]) => text);
    expect(operations).toHaveLength(2);
    const [list, open] = operations as [string, string];
    const listed = await asked(desk.token('mira'), list);
    expect(listed.errors).toBeUndefined();
    expect(listed.data?.tickets).toMatchObject({
      nodes: expect.arrayContaining([expect.objectContaining({ number: 'LD-7' })]),
    });
    const opened = await asked(desk.token('ines'), open);
    expect(opened.data?.openTicket).toMatchObject({ number: 'LD-8', ticket: { subject: expect.any(String) } });
  });

  it('is one curl that works when pasted into a shell', () => {
    const [line = ''] = /^ {2}curl .+$/m.exec(desk.printed) ?? [];
    const { stdout } = spawnSync('sh', ['-c', line], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual({ data: { me: { person: { name: 'Mira Castellanos' }, roles: ['agent'] } } });
  });

  it('is nothing that lets anybody in, where there is no demo desk', async () => {
    await desk.interrupt();
    const empty = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    expect(empty.printed).not.toContain('eyJ');
    expect(await (await fetch(new URL('/graphiql', empty.address))).text()).not.toContain('eyJ');
    await empty.interrupt();
  });
});

describe('Ending', () => {
  const data = emptyDataFolder();
  afterAll(() => data.remove());

  const expectNothingLeft = (postgres: number): void => {
    expect(isAlive(postgres)).toBe(false);
    expect(existsSync(path.join(data.path, 'postgres/postmaster.pid'))).toBe(false);
    expect(existsSync(path.join(data.path, 'owner'))).toBe(false);
  };

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s leaves no PostgreSQL behind', async (signal) => {
    const desk = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    const postgres = postgresOf(data.path);
    expect(isAlive(postgres)).toBe(true);
    expect(await desk.interrupt(signal)).toMatchObject({ code: 0 });
    expectNothingLeft(postgres);
  });

  it('is one end, however often it is asked for', async () => {
    const desk = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    const postgres = postgresOf(data.path);
    const asked = [desk.interrupt(), desk.interrupt(), desk.interrupt('SIGTERM')];
    expect(await asked[0]).toMatchObject({ code: 0 });
    expectNothingLeft(postgres);
  });

  it.each([/starts its database/, /and its services/])('comes during the start, too: after “%s”', async (words) => {
    const desk = StandaloneProcess.launch({ data: data.path });
    await desk.says(words);
    const ended = await desk.interrupt();
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.printed).not.toMatch(STACK_TRACE);
    expect(existsSync(path.join(data.path, 'postgres/postmaster.pid'))).toBe(false);
  });

  it('is noticed and said where it is PostgreSQL’s own', async () => {
    const desk = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    process.kill(postgresOf(data.path), 'SIGINT');
    expectPlainWords(await desk.ended(), 'PostgreSQL has ended by itself', 'start again');
  });

  it('by kill -9 leaves a PostgreSQL that the next start finds and stops', async () => {
    const killed = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    const orphan = postgresOf(data.path);
    await killed.kill();
    expect(isAlive(orphan)).toBe(true);
    const desk = await StandaloneProcess.start({ data: data.path, args: ['--empty'] });
    expect(isAlive(orphan)).toBe(false);
    const postgres = postgresOf(data.path);
    await desk.interrupt();
    expectNothingLeft(postgres);
  });
});
