import { Cluster } from '@ledgerdesk/postgres';
import type { DataFolder } from '../folder/data-folder.ts';
import type { Administration } from './databases.ts';
import { assertOwnRole, assertUsable } from './external-postgres.ts';

/** The PostgreSQL behind an installation. */
export interface Database extends Administration {
  /** Resolves when an embedded server has ended by itself; never for one that is not ours. */
  readonly ended: Promise<void>;
  /** Where it keeps what it holds, as whoever has to make room there knows it. */
  readonly disk: string;
  stop(): Promise<void>;
}

/** One process with all services needs more connections than PostgreSQL's default allows. */
const SETTINGS = { max_connections: '200' };

export interface DatabaseOptions {
  readonly folder: DataFolder;
  /** The address of a server that somebody else runs; undefined is the embedded one. */
  readonly adminUrl: string | undefined;
  /** Gives up waiting for a server that takes long to start. */
  readonly signal: AbortSignal;
}

/** Starts the embedded server on the data folder, or uses the one that was named. @throws EmbeddedPostgresError, ExternalPostgresError */
export const openDatabase = ({ folder, adminUrl, signal }: DatabaseOptions): Promise<Database> =>
  adminUrl === undefined ? embedded(folder, signal) : external(adminUrl, folder);

async function embedded(folder: DataFolder, signal: AbortSignal): Promise<Database> {
  const cluster = await Cluster.start({
    dataFolder: folder.postgres,
    password: folder.secret('superuser'),
    logFile: folder.postgresLog,
    settings: SETTINGS,
    signal,
  });
  return {
    url: (database) => cluster.url(database),
    passwordOf: (role) => folder.secret(role),
    // The server lies in the folder.
    assertOurs: () => Promise.resolve(),
    ended: cluster.ended,
    disk: `that of ${folder.path}`,
    stop: () => cluster.stop(),
  };
}

async function external(adminUrl: string, folder: DataFolder): Promise<Database> {
  const url = (database: string): string => Object.assign(new URL(adminUrl), { pathname: `/${database}` }).href;
  await assertUsable(url('postgres'));
  return {
    url,
    passwordOf: (role) => folder.secret(role),
    assertOurs: (role) =>
      assertOwnRole({ url: url('postgres'), role, password: folder.secret(role), folder: folder.path }),
    ended: new Promise(() => undefined),
    disk: `that of the PostgreSQL at ${new URL(adminUrl).host}`,
    stop: () => Promise.resolve(),
  };
}
