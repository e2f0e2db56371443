import { Cluster, EmbeddedPostgresError, withClient, type ClusterOptions } from '@ledgerdesk/postgres';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { aPlace, aSmallDisk, hasAccountOfItsOwn, mayMount, type Place } from '../support/data-folders.ts';
import { spawnCluster } from '../support/spawned-cluster.ts';

const places: Place[] = [];
const clusters: Cluster[] = [];

function place(name?: string): Place {
  const one = aPlace(name);
  places.push(one);
  return one;
}

async function start(options: ClusterOptions): Promise<Cluster> {
  const cluster = await Cluster.start(options);
  clusters.push(cluster);
  return cluster;
}

async function ask<Row>(cluster: { readonly url: () => string }, sql: string): Promise<Row[]> {
  return withClient(cluster.url(), async (client) => (await client.query(sql)).rows as Row[]);
}

const refused = (code: string, ...said: string[]): object =>
  expect.objectContaining({
    constructor: EmbeddedPostgresError,
    code,
    message: expect.stringMatching(
      new RegExp(said.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*'), 's'),
    ),
  });

function isRunning(pid: number): boolean {
  try {
    // A process that has ended and was not yet waited for does not run.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

afterEach(async () => void (await Promise.all(clusters.splice(0).map((cluster) => cluster.stop()))));
afterAll(() => {
  for (const one of places.splice(0)) one.remove();
});

describe('An embedded PostgreSQL', () => {
  // Whoever makes a folder of its own pays a second for it.
  const { options } = place("Leit stelle 'Süd'/my data");

  it('sorts text by code point and knows all letters, whatever the locale of the host', async () => {
    const cluster = await start(options);
    await ask(cluster, 'CREATE DATABASE another');
    for (const database of ['postgres', 'another']) {
      const rows = await ask(
        { url: () => cluster.url(database) },
        `SELECT string_agg(t, '' ORDER BY t) AS sorted, upper('äß') AS upper, 'Ä' ~* 'ä' AS like, current_setting('lc_messages') AS language,
                current_setting('TimeZone') AS zone, current_setting('server_encoding') AS encoding
         FROM unnest(ARRAY['b','A','a','B','ä']) t`,
      );
      expect(rows).toEqual([
        { sorted: 'ABabä', upper: 'Äß', like: true, language: 'C', zone: 'Etc/UTC', encoding: 'UTF8' },
      ]);
    }
  });

  it('runs in a folder whose path holds a space and other letters', async () => {
    const cluster = await start(options);
    expect(await ask(cluster, `SELECT current_setting('data_directory') AS folder`)).toEqual([
      { folder: options.dataFolder },
    ]);
  });

  it('keeps what was committed when it is killed and started again', async () => {
    const cluster = await start({ ...options, durable: true });
    await ask(cluster, 'CREATE TABLE kept_through_a_crash AS SELECT 1 AS v');
    await cluster.kill();
    expect(await ask(await start(options), 'SELECT v FROM kept_through_a_crash')).toEqual([{ v: 1 }]);
  });

  it('waits for what a killed server still has at work', async () => {
    const cluster = await start(options);
    const busy = ask(cluster, 'SELECT count(*) FROM generate_series(1, 8000000)').catch(() => 'lost');
    const active = `SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%generate_series%' AND pid <> pg_backend_pid()`;
    await withClient(cluster.url(), async (client) => {
      while ((await client.query(active)).rowCount === 0);
    });
    await cluster.kill();
    expect(await ask(await start(options), 'SELECT 1 AS v')).toEqual([{ v: 1 }]);
    await busy;
  });

  it('listens on loopback alone, and lets in nobody without the password', async () => {
    const cluster = await start(options);
    expect(
      await ask(
        cluster,
        `SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'unix_socket_directories') ORDER BY 1`,
      ),
    ).toEqual([
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    await expect(ask({ url: () => cluster.url('postgres', 'ledgerdesk', 'guess') }, 'SELECT 1')).rejects.toMatchObject({
      code: '28P01',
    });
  });

  it('is gone when it was stopped, and leaves the folder to others', async () => {
    const { pid, ...first } = await start(options).then((cluster) => ({ cluster, pid: cluster.pid }));
    await first.cluster.stop();
    expect(isRunning(pid)).toBe(false);
    const second = await spawnCluster(options);
    await second.kill();
    await start(options);
  });
});

describe('An embedded PostgreSQL whose program was killed', () => {
  const { options } = place();

  it('is found and stopped by the next start, with all its data kept', async () => {
    const orphan = await spawnCluster(options);
    await ask({ url: () => orphan.url }, 'CREATE TABLE kept AS SELECT 1 AS v');
    await orphan.kill();
    expect(isRunning(orphan.pid)).toBe(true);

    const next = await start(options);
    expect(isRunning(orphan.pid)).toBe(false);
    expect(next.pid).not.toBe(orphan.pid);
    expect(await ask(next, 'SELECT v FROM kept')).toEqual([{ v: 1 }]);
  });

  it('is not taken for the program that has its number now', async () => {
    await (await start(options)).stop();
    writeFileSync(path.join(options.dataFolder, 'postmaster.pid'), `${process.ppid}\n${options.dataFolder}\n`);
    writeFileSync(`${options.dataFolder}.owner`, `${process.ppid} 1`);
    const cluster = await start(options);
    expect(isRunning(process.ppid)).toBe(true);
    expect(cluster.pid).not.toBe(process.ppid);
  });
});

describe('A second start on the folder of an embedded PostgreSQL', () => {
  const { options } = place();

  it('is refused while another program runs on it, and does the first no harm', async () => {
    const first = await spawnCluster(options);
    await expect(start(options)).rejects.toEqual(refused('IN_USE', options.dataFolder));
    expect(await ask({ url: () => first.url }, 'SELECT 1 AS v')).toEqual([{ v: 1 }]);
    await first.kill();
    await start(options);
  });

  it('is refused in the same program, too', async () => {
    const first = await start(options);
    await expect(start(options)).rejects.toEqual(refused('IN_USE', options.dataFolder));
    expect(await ask(first, 'SELECT 1 AS v')).toEqual([{ v: 1 }]);
  });

  it('is refused to one of two that start at once on an empty folder', async () => {
    const { options } = place();
    const both = await Promise.allSettled([spawnCluster(options), spawnCluster(options)]);
    const [won] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await ask({ url: () => won!.url }, 'SELECT 1 AS v')).toEqual([{ v: 1 }]);
    await won!.kill();
    await start(options);
  });

  it('says so where the password is not the one that it was made with, and leaves no server behind', async () => {
    await (await start(options)).stop();
    await expect(start({ ...options, password: 'another' })).rejects.toEqual(refused('FAILED', 'password'));
    expect(existsSync(path.join(options.dataFolder, 'postmaster.pid'))).toBe(false);
    await start(options);
  });
});

describe('A folder that an embedded PostgreSQL cannot use', () => {
  it.each([
    ['15', 'OLDER_VERSION', 'backup'],
    ['99', 'NEWER_VERSION', 'newer Ledgerdesk'],
  ])('is refused as it is where PostgreSQL %s wrote it', async (version, code, advice) => {
    const { options } = place();
    mkdirSync(options.dataFolder);
    writeFileSync(path.join(options.dataFolder, 'PG_VERSION'), `${version}\n`);
    await expect(start(options)).rejects.toEqual(refused(code, options.dataFolder, version, advice));
    expect(readdirSync(options.dataFolder)).toEqual(['PG_VERSION']);
    expect(existsSync(`${options.dataFolder}.owner`)).toBe(false);
  });

  it("is refused where it holds somebody else's files, which stay", async () => {
    const { options } = place();
    mkdirSync(options.dataFolder);
    writeFileSync(path.join(options.dataFolder, 'letter.txt'), 'dear');
    await expect(start(options)).rejects.toEqual(refused('FOREIGN_FOLDER', options.dataFolder));
    expect(readFileSync(path.join(options.dataFolder, 'letter.txt'), 'utf8')).toBe('dear');
  });

  const itUnderItsOwnAccount = hasAccountOfItsOwn() ? it : it.skip;
  const whose = hasAccountOfItsOwn() ? '' : ' (skipped: PostgreSQL runs under our own account here)';
  itUnderItsOwnAccount(`is refused where its account cannot enter it or what is above it${whose}`, async () => {
    const one = place('above/data');
    mkdirSync(path.join(one.parent, 'above'));
    for (const closed of [path.join(one.parent, 'above'), one.parent]) {
      chmodSync(closed, 0o700);
      await expect(start(one.options)).rejects.toEqual(
        refused('UNREACHABLE_FOLDER', one.options.dataFolder.slice(0, -5)),
      );
      chmodSync(closed, 0o755);
    }
    await start(one.options);
  });

  const itOnASmallDisk = mayMount() ? it : it.skip;
  const why = mayMount() ? '' : ' (skipped: this account may not mount a small disk)';
  itOnASmallDisk(`is refused where the disk is full, and taken when there is room${why}`, async () => {
    const small = aSmallDisk(20)!;
    places.push(small);
    await expect(start(small.options)).rejects.toEqual(refused('DISK_FULL', small.options.dataFolder, 'make room'));
    expect(readdirSync(small.parent)).toEqual([]);

    const disk = aSmallDisk(200)!;
    places.push(disk);
    const cluster = await start(disk.options);
    await ask(cluster, 'CREATE TABLE kept AS SELECT 1 AS v');
    await cluster.stop();
    const filler = path.join(disk.parent, 'filler');
    expect(() => {
      for (;;) writeFileSync(filler, Buffer.alloc(1 << 20), { flag: 'a' });
    }).toThrow('ENOSPC');
    await expect(start(disk.options)).rejects.toEqual(refused('DISK_FULL', disk.options.dataFolder, 'make room'));
    rmSync(filler);
    expect(await ask(await start(disk.options), 'SELECT v FROM kept')).toEqual([{ v: 1 }]);
  });
});
