import { freePort, postgresAccount } from '@ledgerdesk/postgres';
import { spawn, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isThere } from '../commands.ts';
import { describeUnless } from '../spec/describe-unless.ts';

/** What stands between clients and a PostgreSQL. */
export interface PgBouncerOptions {
  /** An address of the server; who comes to the pooler comes to the server as the same role, to the same database. */
  readonly server: string;
  /** Passwords of those who may come in, by role. */
  readonly roles: Readonly<Record<string, string>>;
  /** Connections of the server, for each pair of role and database. */
  readonly poolSize: number;
}

/** Why there is no PgBouncer on this machine; undefined where there is. */
export const pgBouncerObstacle = (): string | undefined =>
  isThere('pgbouncer', '--version') ? undefined : 'no PgBouncer: install it';

/** Specs that need PgBouncer; skipped where it is not installed, and the title says so. */
export const describeWithPgBouncer = (title: string, specs: () => void): void =>
  describeUnless(pgBouncerObstacle(), title, specs);

/** A PgBouncer of a spec's own, on loopback, which lends connections for a transaction. */
export class TestPgBouncer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(options: PgBouncerOptions): Promise<TestPgBouncer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-pgbouncer-'));
    const port = await freePort();
    const files = { 'pgbouncer.ini': configurationOf(options, folder, port), users: usersOf(options) };
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
    // It refuses to run as root, as PostgreSQL does.
    const account = postgresAccount();
    if (account)
      for (const file of ['', ...Object.keys(files)]) chownSync(path.join(folder, file), account.uid, account.gid);
    const child = spawn('pgbouncer', ['-q', path.join(folder, 'pgbouncer.ini')], { ...account, stdio: 'ignore' });
    const pooler = new TestPgBouncer(child, folder, port);
    await pooler.untilReady();
    return pooler;
  }

  /** The address of the same database, as the same role, through the pooler. */
  through(server: string): string {
    return Object.assign(new URL(server), { port: String(this.port) }).href;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async untilReady(): Promise<void> {
    while (!this.log().includes('process up')) {
      if (this.child.pid === undefined || this.child.exitCode !== null) {
        throw new Error(`PgBouncer did not start:\n${this.log()}`);
      }
      await sleep(25);
    }
  }

  private log(): string {
    try {
      return readFileSync(path.join(this.folder, 'log'), 'utf8');
    } catch {
      return '';
    }
  }
}

function configurationOf({ server, poolSize }: PgBouncerOptions, folder: string, port: number): string {
  const { hostname, port: serverPort } = new URL(server);
  return `[databases]
* = host=${hostname} port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${folder}/users
logfile = ${folder}/log
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 500
server_login_retry = 1
`;
}

const usersOf = ({ roles }: PgBouncerOptions): string =>
  Object.entries(roles)
    .map(([role, password]) => `"${role}" "${password}"\n`)
    .join('');
