import { pooled } from '@ledgerdesk/postgres';
import type { PoolConfig } from 'pg';

export interface ReadPoolOptions {
  /** Address of the service's read database, its schema first in the search path. */
  readonly url: string;
  /** Shown by `pg_stat_activity`. */
  readonly applicationName: string;
  /** After so long without an answer a connection is given up: its peer may be gone without a word. Batches are short. */
  readonly answerTimeoutMs?: number;
  /** Whether the address is that of a pooler that lends connections for a transaction. */
  readonly pooled?: boolean;
}

/** What the pool of a service with views is made with. Nobody waits for a database that does not answer. */
export function readPool(options: ReadPoolOptions): PoolConfig {
  const { url, applicationName, answerTimeoutMs = 15_000 } = options;
  const config: PoolConfig = {
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: Math.min(5_000, answerTimeoutMs),
    query_timeout: answerTimeoutMs,
    // Sooner than that, so that a server which lives ends the statement and keeps the connection.
    statement_timeout: Math.max(1, answerTimeoutMs - 1_000),
    keepAlive: true,
    pipeline: true,
  };
  return options.pooled ? pooled(config) : config;
}
