import { Closing, parseConfig } from '@ledgerdesk/platform';
import { claimFolder, EmbeddedPostgresError, portOfRunning, withClient } from '@ledgerdesk/postgres';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { openDataFolder } from '../folder/data-folder.ts';
import { folderOf } from '../installation.ts';
import { configSchema } from '../standalone.config.ts';
import { READ } from '../wiring/databases.ts';
import { ExternalPostgresError, reasonOf } from '../wiring/external-postgres.ts';
import { openDatabase } from '../wiring/postgres.ts';
import { UsageError } from './usage-error.ts';

export interface WhichInstallation {
  /** Absolute; undefined is the folder in the clone. */
  readonly data: string | undefined;
  readonly ending: AbortSignal;
}

/** `invalid_catalog_name` (PostgreSQL, appendix A): there is no such database. */
const NO_DATABASE = '3D000';

/** The address of a database, as whoever may do everything there. */
export type AddressOf = (database: string) => string;

/**
 * Runs work with the databases of an installation. It disturbs nobody: a server that runs is used as it is, and where none does,
 * one runs for so long. @throws UsageError, ExternalPostgresError
 */
export async function withDatabases<Result>(
  { data, ending }: WhichInstallation,
  work: (addressOf: AddressOf) => Promise<Result>,
): Promise<Result> {
  const { POSTGRES_ADMIN_URL: adminUrl } = parseConfig(configSchema.pick({ POSTGRES_ADMIN_URL: true }));
  if (adminUrl !== undefined) return withExternal(adminUrl, work);
  const closing = new Closing();
  try {
    return await work(await embeddedAddresses(folderOf(data), { closing, ending }));
  } finally {
    await closing.close();
  }
}

/** The same with a connection to the services' read databases. @throws UsageError, ExternalPostgresError */
export const withReadDatabase = <Result>(
  which: WhichInstallation,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> => withDatabases(which, (addressOf) => withClient(addressOf(READ), work));

async function withExternal<Result>(
  adminUrl: string,
  work: (addressOf: AddressOf) => Promise<Result>,
): Promise<Result> {
  const addressOf: AddressOf = (database) => Object.assign(new URL(adminUrl), { pathname: `/${database}` }).href;
  try {
    await withClient(addressOf(READ), () => Promise.resolve());
  } catch (cause) {
    const missing = (cause as { readonly code?: unknown }).code === NO_DATABASE;
    const reason = missing ? `it has no database ${READ}, so that no Ledgerdesk runs on it.` : reasonOf(cause);
    throw new ExternalPostgresError(adminUrl, reason, { cause });
  }
  return work(addressOf);
}

/** The embedded server on a folder: the one that runs, or one that runs until `closing`. */
async function embeddedAddresses(
  folder: string,
  { closing, ending }: { readonly closing: Closing; readonly ending: AbortSignal },
): Promise<AddressOf> {
  const secret = path.join(folder, 'superuser.secret');
  if (!existsSync(secret)) {
    throw new UsageError(
      `There is no Ledgerdesk in ${folder}: name its folder with --data DIR, or its PostgreSQL by POSTGRES_ADMIN_URL.`,
    );
  }
  const port = runningPort(folder);
  if (port !== undefined) {
    const password = encodeURIComponent(readFileSync(secret, 'utf8'));
    return (database) => `postgresql://ledgerdesk:${password}@127.0.0.1:${port}/${database}`;
  }
  closing.add(claimed(folder));
  const { url, stop } = await openDatabase({ folder: openDataFolder(folder), adminUrl: undefined, signal: ending });
  closing.add(stop, 60_000);
  return url;
}

function runningPort(folder: string): number | undefined {
  try {
    return portOfRunning(path.join(folder, 'postgres'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EACCES') throw cause;
    throw new UsageError(`${folder} is not yours to read: run this as whoever runs Ledgerdesk, or as root.`, { cause });
  }
}

function claimed(folder: string): () => void {
  try {
    return claimFolder(folder);
  } catch (cause) {
    if (!(cause instanceof EmbeddedPostgresError)) throw cause;
    throw new UsageError(`The Ledgerdesk on ${folder} is just beginning, or ending: try again in a moment.`, { cause });
  }
}
