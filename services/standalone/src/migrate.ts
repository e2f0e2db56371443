import { Closing } from '@ledgerdesk/platform';
import { openInstallation } from './installation.ts';
import { readConfig } from './standalone.config.ts';
import { openLogins } from './wiring/logins.ts';

export interface MigrateOptions {
  /** Absolute; undefined is the folder in the clone. */
  readonly data: string | undefined;
  readonly ending: AbortSignal;
}

/**
 * Brings the databases of an installation to this release, and starts nothing else. On a PostgreSQL that somebody else runs it
 * does so beside the release before, which the databases go on to serve.
 */
export async function migrate({ data, ending }: MigrateOptions): Promise<void> {
  const { masterKeys, postgresAdminUrl, oidc } = readConfig();
  const closing = new Closing();
  try {
    const installation = { data, masterKeys, postgresAdminUrl, beside: true, closing, ending };
    const { database, folder } = await openInstallation(installation);
    const { servicesFor } = await import('./services.ts');
    const { prepareDatabases } = await import('./wiring/databases.ts');
    const logins = await openLogins({ oidc, address: 'http://localhost', keyFile: folder.issuerKeyFile });
    await prepareDatabases(database, servicesFor(logins));
    console.log(`The databases of ${folder.path} are of this release.`);
  } finally {
    await closing.close();
  }
}
