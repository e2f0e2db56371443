import { canRead, Cluster, postgresAccount, type ClusterOptions, freePort } from '@ledgerdesk/postgres';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';

export interface TestPostgresOptions {
  /** True where a spec kills the server, or measures: everything is flushed to disk as in production. */
  readonly durable?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A PostgreSQL of a spec's own, on an empty folder. */
export class TestPostgres {
  private constructor(
    private cluster: Cluster,
    private readonly options: ClusterOptions,
    private readonly folder: string,
  ) {}

  static async start({ durable = false, settings = {} }: TestPostgresOptions = {}): Promise<TestPostgres> {
    const folder = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-postgres-'));
    const account = postgresAccount();
    if (account) chownSync(folder, account.uid, account.gid);
    if (!canRead(folder, account)) throw new Error(`PostgreSQL's account cannot enter ${folder}`);
    const options: ClusterOptions = {
      dataFolder: path.join(folder, 'data'),
      port: await freePort(),
      password: 'of-a-spec',
      settings: { max_connections: '200', ...settings },
      durable,
      logFile: path.join(folder, 'postgres.log'),
    };
    const cluster = await Cluster.start(options);
    return new TestPostgres(cluster, options, folder);
  }

  /** The superuser's address of the database `postgres`. */
  get url(): string {
    return this.cluster.url();
  }

  get pid(): number {
    return this.cluster.pid;
  }

  /** The address of a database as another role, or as the superuser. */
  urlOf(database: string, user?: string, password?: string): string {
    return this.cluster.url(database, user, password);
  }

  /** A new empty database; answers its address as the superuser. */
  async createDatabase(name: string): Promise<string> {
    await this.query(`CREATE DATABASE "${name}"`);
    return this.cluster.url(name);
  }

  /** Runs one statement as the superuser. */
  async query(sql: string, database = 'postgres'): Promise<pg.QueryResult> {
    const client = new pg.Client({ connectionString: this.cluster.url(database) });
    await client.connect();
    try {
      return await client.query(sql);
    } finally {
      await client.end();
    }
  }

  /** Ends the server at once, as a crash would; `start` brings it back on the same port and folder. */
  async kill(): Promise<void> {
    await this.cluster.kill();
  }

  async start(): Promise<void> {
    this.cluster = await Cluster.start(this.options);
  }

  /** Stops the server in an orderly way; `start` brings it back. */
  async shutDown(): Promise<void> {
    await this.cluster.stop();
  }

  async restart(): Promise<void> {
    await this.shutDown();
    await this.start();
  }

  /** Stops the server and throws its data away. */
  async stop(): Promise<void> {
    await this.cluster.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Starts a PostgreSQL of a spec's own; takes a second or two. */
export const startPostgres = (options?: TestPostgresOptions): Promise<TestPostgres> => TestPostgres.start(options);
