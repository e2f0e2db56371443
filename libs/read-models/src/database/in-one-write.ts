import type { PoolClient } from 'pg';
import type { Writable } from 'node:stream';

/** What of a connection node-postgres does not declare. */
interface Wire {
  readonly connection: { readonly stream: Pick<Writable, 'cork' | 'uncork'> };
}

/** Whatever is asked of the connection before `work` first waits leaves in one piece: each question alone is a system call. */
export function inOneWrite<Result>(client: PoolClient, work: () => Result): Result {
  const { stream } = (client as unknown as Wire).connection;
  stream.cork();
  try {
    return work();
  } finally {
    stream.uncork();
  }
}
