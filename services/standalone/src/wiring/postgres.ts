import { Cluster } from '@ledgerdesk/postgres';
import type { DataFolder } from '../folder/data-folder.ts';
import type { Administration } from './databases.ts';

/** The PostgreSQL behind an installation. */
export interface Database extends Administration {
  /** Resolves when an embedded server has ended by itself; never for one that is not ours. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** One process with all services needs more connections than PostgreSQL's default allows. */
const SETTINGS = { max_connections: '200' };

/** Starts the embedded server on the data folder. @throws EmbeddedPostgresError */
export async function embedded(folder: DataFolder): Promise<Database> {
  const cluster = await Cluster.start({
    dataFolder: folder.postgres,
    password: folder.secret('superuser'),
    logFile: folder.postgresLog,
    settings: SETTINGS,
  });
  return {
    url: (database) => cluster.url(database),
    passwordOf: (role) => folder.secret(role),
    ended: cluster.ended,
    stop: () => cluster.stop(),
  };
}

/** Uses a server that somebody else runs. */
export function external(adminUrl: string, folder: DataFolder): Database {
  return {
    url: (database) => Object.assign(new URL(adminUrl), { pathname: `/${database}` }).href,
    passwordOf: (role) => folder.secret(role),
    ended: new Promise(() => undefined),
    stop: () => Promise.resolve(),
  };
}
