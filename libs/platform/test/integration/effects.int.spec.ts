import type { Instant } from '@ledgerdesk/kernel';
import { askFor } from '@ledgerdesk/messaging';
import { schemaOf, type ServiceDefinition } from '@ledgerdesk/platform';
import { migrate } from '@ledgerdesk/postgres';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const PROGRAM = path.join(import.meta.dirname, '../support/effect-program.ts');
const LONG_AGO = '2026-01-02T03:04:05.678Z' as Instant;
const declared: Pick<ServiceDefinition, 'name' | 'published' | 'effects'> = {
  name: 'spec',
  published: [],
  effects: () => ({}),
};

describe('A service that declares effects', () => {
  let postgres: TestPostgres;
  let [url, folder, file]: [string, string, string] = ['', '', ''];
  let database: pg.Pool;
  const running = new Set<ChildProcess>();

  beforeAll(async () => {
    postgres = await startPostgres();
    url = await postgres.createDatabase('effects');
    await migrate(url, schemaOf(declared as ServiceDefinition));
    database = new pg.Pool({ connectionString: url, options: '-c search_path=spec' }).on('error', () => undefined);
  });
  beforeEach(async () => {
    await database.query('TRUNCATE effect');
    folder = mkdtempSync(path.join(tmpdir(), 'effects-'));
    file = path.join(folder, 'done');
  });
  afterEach(async () => {
    await Promise.all([...running].map(end));
    rmSync(folder, { recursive: true });
  });
  afterAll(async () => {
    await database.end();
    await postgres.stop();
  });

  /** A replica, as the bootstrap runs it. */
  async function start(): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, url, file], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    await once(child, 'message');
    return child;
  }
  async function end(child: ChildProcess): Promise<unknown> {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    return (await ended)[0];
  }
  const rings = (...keys: readonly string[]) =>
    askFor(
      database,
      keys.map((key) => ({ effect: 'spec.ring', key, dueAt: LONG_AGO, payload: {} })),
    );
  const done = (): readonly { key: string; dueAt: string; attempt: number }[] =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as { key: string; dueAt: string; attempt: number })
      : [];
  async function untilNoneWaits(): Promise<void> {
    const waits = async () => (await database.query(`SELECT FROM effect WHERE state = 'waiting'`)).rowCount !== 0;
    while (await waits()) await sleep(20);
  }

  it('has those that became due while it was away done at its start, and their true time is kept', async () => {
    await rings('overdue');
    const child = await start();
    await untilNoneWaits();
    expect(done()).toEqual([{ key: 'overdue', dueAt: LONG_AGO, attempt: 1 }]);
    expect(await end(child)).toBe(0);
  });

  it('has each done once, by whichever of its replicas', async () => {
    await Promise.all([start(), start()]);
    const keys = Array.from({ length: 300 }, (_, n) => `k${n}`);
    await rings(...keys);
    await untilNoneWaits();
    expect(
      done()
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(keys.toSorted());
  });

  it('has one whose doer was killed before it could be noted done again by the next, under the same key', async () => {
    await rings('deadly');
    const killed = await start();
    if (killed.signalCode === null && killed.exitCode === null) await once(killed, 'exit');
    expect(killed.signalCode).toBe('SIGKILL');
    await start();
    // Nobody waits here until the dead one's claim has ended.
    await database.query('UPDATE effect SET next_at = clock_timestamp()');
    await untilNoneWaits();
    expect(done()).toEqual([
      { key: 'deadly', dueAt: LONG_AGO, attempt: 1 },
      { key: 'deadly', dueAt: LONG_AGO, attempt: 2 },
    ]);
  });
});
