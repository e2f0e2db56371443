import { clientOf, pooled } from '@ledgerdesk/postgres';
import type pg from 'pg';
import { UnavailableError } from '../../port/errors.ts';

/** How to reach the ledger's database. */
export interface ConnectionOptions {
  readonly url: string;
  /** Shown by `pg_stat_activity`. */
  readonly applicationName: string;
  /** After so long without an answer a connection is given up: its peer may be gone without a word. */
  readonly answerTimeoutMs: number;
  /** Statements are sent without waiting for the answers to those before: the server never idles between two of them. */
  readonly pipeline?: boolean;
  /** Whether the address is that of a pooler that lends connections for a transaction. */
  readonly pooled?: boolean;
}

/** Times leave the server in a form that needs no calendar to read. */
const SESSION = '-c TimeZone=UTC -c DateStyle=ISO';

/** What every connection is made with. */
export function clientConfig(options: ConnectionOptions): pg.PoolConfig {
  const { url, applicationName, answerTimeoutMs, pipeline = false } = options;
  const config: pg.PoolConfig = {
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: 5000,
    query_timeout: answerTimeoutMs,
    statement_timeout: Math.max(1, answerTimeoutMs - 1000),
    keepAlive: true,
    pipeline,
    options: SESSION,
  };
  return options.pooled ? pooled(config) : config;
}

/** One connection that is opened when it is needed, and again after it was lost. */
export class Session {
  private client: pg.Client | undefined;
  private connecting: Promise<pg.Client> | undefined;
  private closed = false;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly onConnect: (client: pg.Client) => Promise<void> = () => Promise.resolve(),
    private readonly onLost: () => void = () => undefined,
  ) {}

  /** Who asks while it is being opened gets the same one. */
  async connected(): Promise<pg.Client> {
    if (this.closed) throw new UnavailableError('The connection is closed.');
    return this.client ?? (this.connecting ??= this.connect().finally(() => (this.connecting = undefined)));
  }

  /** Gives this connection up, if it is still the one in use; the next use opens another. */
  abandon(client = this.client): void {
    if (!client) return;
    this.drop(client);
    // A server that does not answer would not answer a goodbye.
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.connecting?.catch(() => undefined);
    const { client } = this;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<pg.Client> {
    const client = clientOf(clientConfig(this.options));
    // Without a listener the loss of an idle connection would end the process.
    client.on('error', () => this.drop(client));
    client.on('end', () => this.drop(client));
    try {
      await client.connect();
      await this.onConnect(client);
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    return client;
  }

  private drop(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.onLost();
  }
}
