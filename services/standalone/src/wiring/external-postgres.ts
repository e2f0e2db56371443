import { OLDEST_POSTGRES, withClient } from '@ledgerdesk/postgres';
import pg from 'pg';

const PATIENCE_MS = 5_000;
/** `invalid_password` (PostgreSQL, appendix A). */
const WRONG_PASSWORD = '28P01';

/** The PostgreSQL that POSTGRES_ADMIN_URL names cannot serve. */
export class ExternalPostgresError extends Error {
  override readonly name = 'ExternalPostgresError';

  constructor(url: string, reason: string, options?: ErrorOptions) {
    super(`The PostgreSQL at ${placeOf(url)} (POSTGRES_ADMIN_URL) cannot be used: ${reason}`, options);
  }
}

export interface OwnRole {
  /** The server's address, as whoever may make roles there. */
  readonly url: string;
  readonly role: string;
  readonly password: string;
  /** Where this installation keeps its passwords. */
  readonly folder: string;
}

/**
 * A role that is there already must have been made from this data folder: another password, given to it here, would shut out
 * whoever runs from the folder that it was made from. @throws ExternalPostgresError
 */
export async function assertOwnRole({ url, role, password, folder }: OwnRole): Promise<void> {
  const known = await withClient(url, (client) => client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]));
  if (known.rowCount === 0) return;
  try {
    await withClient(Object.assign(new URL(url), { username: role, password }).href, () => Promise.resolve());
  } catch (cause) {
    if ((cause as { code?: string }).code !== WRONG_PASSWORD) return;
    throw new ExternalPostgresError(
      url,
      `its role ${role} was made from another data folder than ${folder}, and has another password. Name that folder with ` +
        `--data DIR; or, where it is lost and nothing runs from it, give each role ledgerdesk_* the password in ` +
        `${folder}/ledgerdesk_*.secret.`,
      { cause },
    );
  }
}

interface Server {
  readonly version: number;
  readonly may_provision: boolean;
}

/** Whether that server answers, is new enough, and lets us make what we need. @throws ExternalPostgresError */
export async function assertUsable(url: string): Promise<void> {
  const { version, may_provision } = await ask(url);
  if (version < OLDEST_POSTGRES) {
    throw new ExternalPostgresError(url, `it is version ${version}; take ${OLDEST_POSTGRES} or newer.`);
  }
  if (!may_provision) {
    throw new ExternalPostgresError(
      url,
      'its role may not make roles and databases: grant it CREATEROLE and CREATEDB.',
    );
  }
}

async function ask(url: string): Promise<Server> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Server>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version,
              rolsuper OR (rolcreaterole AND rolcreatedb) AS may_provision
       FROM pg_roles WHERE rolname = current_user`,
    );
    return rows[0]!;
  } catch (cause) {
    throw new ExternalPostgresError(url, reasonOf(cause), { cause });
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Why a server cannot be reached, and what to do about it. */
export function reasonOf(error: unknown): string {
  const { code, message, errors } = error as { code?: string; message?: string; errors?: readonly Error[] };
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there. Start it, or mend the address.';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'there is no machine of that name. Mend the address.';
    case WRONG_PASSWORD:
    case '28000':
      return 'it does not let this role in. Mend the role or its password.';
    default:
      return `${message || errors?.[0]?.message || 'it does not answer'}.`;
  }
}

/** Without the password. */
function placeOf(url: string): string {
  const { username, host } = new URL(url);
  return username ? `${decodeURIComponent(username)}@${host}` : host;
}
