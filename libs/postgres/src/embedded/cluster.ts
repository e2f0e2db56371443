import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { assertEnterable, postgresAccount, type Account } from './account.ts';
import { findBinaries } from './binaries.ts';
import { claim } from './claim.ts';
import { failure, initialise, SUPERUSER } from './data-folder.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { freePort } from './free-port.ts';
import { runningServer, stopServer } from './orphan.ts';

export interface ClusterOptions {
  /** Absolute path of the folder that holds the data; made where it is missing. */
  readonly dataFolder: string;
  /** The superuser's password, set when the folder is made. */
  readonly password: string;
  /** Loopback port; a free one by default. */
  readonly port?: number;
  /** Server settings beside ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** False for specs alone: nothing is flushed to disk. */
  readonly durable?: boolean;
  /** Where the server's messages go. */
  readonly logFile: string;
  /** Gives the start up, however long the server still needs, and stops it. */
  readonly signal?: AbortSignal;
}

const TCP_ONLY_LOOPBACK = { listen_addresses: '127.0.0.1', unix_socket_directories: '' };
const TRIES = 100;
const PAUSE_MS = 200;
const UNSAFE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * A PostgreSQL from npm that runs beside this process, on loopback only. It lives in a session of its own, so that Ctrl-C
 * in the terminal does not stop it before its clients have finished.
 */
export class Cluster {
  private constructor(
    private readonly child: ChildProcess,
    private readonly options: ClusterOptions,
    readonly port: number,
  ) {}

  /** Starts it; a server that a killed program left on the folder is stopped first. @throws EmbeddedPostgresError */
  static async start(options: ClusterOptions): Promise<Cluster> {
    const { dataFolder, password, durable = true } = options;
    const account = postgresAccount();
    const binaries = findBinaries(account);
    mkdirSync(path.dirname(dataFolder), { recursive: true });
    assertEnterable(path.dirname(dataFolder), account);
    let letGo = (): void => undefined;
    try {
      letGo = claim(dataFolder);
      const orphan = runningServer(dataFolder);
      if (orphan !== undefined) await stopServer(orphan);
      await initialise(dataFolder, { binaries, account, password, durable });
      return await afterOthersEnded(() => Cluster.launch(binaries.postgres, options, { account, letGo }));
    } catch (error) {
      letGo();
      throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? failure((error as Error).message, dataFolder) : error;
    }
  }

  private static async launch(
    program: string,
    options: ClusterOptions,
    { account, letGo }: { readonly account: Account | undefined; readonly letGo: () => void },
  ): Promise<Cluster> {
    const { dataFolder, durable = true } = options;
    const port = options.port ?? (await freePort());
    const settings = { ...TCP_ONLY_LOOPBACK, port: String(port), ...(durable ? {} : UNSAFE), ...options.settings };
    const log = openSync(options.logFile, 'a', 0o600);
    const logged = fstatSync(log).size;
    const child = spawn(
      program,
      ['-D', dataFolder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      {
        ...account,
        cwd: path.dirname(dataFolder),
        env: { LC_ALL: 'C', TZ: 'UTC' },
        stdio: ['ignore', log, log],
        detached: true,
      },
    );
    closeSync(log);
    // That it could not be run at all shows as an exit code, too.
    child.on('error', () => undefined);
    const cluster = new Cluster(child, options, port);
    try {
      await cluster.untilReady(logged);
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    void cluster.ended.then(letGo);
    return cluster;
  }

  /** Address of a database as the superuser, or as another role. */
  url(database = 'postgres', user = SUPERUSER, password = this.options.password): string {
    return `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${this.port}/${database}`;
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  /** Resolves when the server has ended, asked or not. */
  get ended(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => this.child.once('exit', () => resolve()));
  }

  /** Stops it with everything written. */
  async stop(): Promise<void> {
    const { ended } = this;
    const { pid, exitCode, signalCode } = this.child;
    if (pid !== undefined && exitCode === null && signalCode === null) await stopServer(pid);
    await ended;
  }

  /** Ends it at once, as a crash would. Its children notice by themselves. */
  async kill(): Promise<void> {
    const { ended } = this;
    this.child.kill('SIGKILL');
    await ended;
  }

  private async untilReady(logged: number): Promise<void> {
    for (;;) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        const log = readFileSync(this.options.logFile).subarray(logged).toString();
        if (/shared memory block .* still in use/.test(log)) {
          throw new EmbeddedPostgresError(
            'STILL_ENDING',
            `A server that was killed left processes at work on ${this.options.dataFolder}: wait until they are gone.`,
          );
        }
        if (/lock file .* already exists/.test(log)) {
          throw new EmbeddedPostgresError(
            'IN_USE',
            `Another PostgreSQL runs on ${this.options.dataFolder}, and it is not one that Ledgerdesk left: stop it (its number is the first line of postmaster.pid there), or choose another folder.`,
          );
        }
        throw failure(log, this.options.dataFolder);
      }
      this.options.signal?.throwIfAborted();
      if (await answers(this.url())) return;
      await sleep(25);
    }
  }
}

/** What a killed server had at work notices within moments that it is alone. */
async function afterOthersEnded(start: () => Promise<Cluster>): Promise<Cluster> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof EmbeddedPostgresError && error.code === 'STILL_ENDING') || tries === TRIES) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === '28P01')
      throw new EmbeddedPostgresError(
        'FAILED',
        'The password that was given for its superuser is not the one that this data folder was made with: bring back the file that holds it (superuser.secret) from a copy of the folder.',
      );
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
