import type { ClientBase } from 'pg';

/** The oldest PostgreSQL that Ledgerdesk is run against before a release. */
export const OLDEST_POSTGRES = 18;

/** The server is older than what Ledgerdesk works on. */
export class PostgresVersionError extends Error {
  override readonly name = 'PostgresVersionError';
  readonly code = 'POSTGRES_TOO_OLD';

  constructor(version: number) {
    super(
      `The PostgreSQL is version ${version}, and Ledgerdesk needs ${OLDEST_POSTGRES} or newer: upgrade it, or name another one.`,
    );
  }
}

/** @throws PostgresVersionError */
export function assertNewEnough(version: number): void {
  if (version < OLDEST_POSTGRES) throw new PostgresVersionError(version);
}

/** @throws PostgresVersionError where the server is too old */
export async function assertServerVersion(client: Pick<ClientBase, 'query'>): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int / 10000 AS version`,
  );
  assertNewEnough(rows[0]!.version);
}
