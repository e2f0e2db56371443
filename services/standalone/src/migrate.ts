import { Closing, openLog, readTogether } from '@ledgerdesk/platform';
import { readDistributedConfig } from './distributed/distributed.config.ts';
import { openInstallation } from './installation.ts';
import { readConfig } from './standalone.config.ts';

export interface MigrateOptions {
  /** Absolute; undefined is the folder in the clone. */
  readonly data: string | undefined;
  readonly ending: AbortSignal;
}

/**
 * The job that goes before a release: brings the databases of an installation to it, makes the keys that services sign with and,
 * where brokers are named, the topics, and starts nothing. On a PostgreSQL that somebody else runs it does so beside the
 * release before, which goes on meanwhile.
 */
export async function migrate({ data, ending }: MigrateOptions): Promise<void> {
  const { config, distributed } = readTogether({
    config: () => readConfig(),
    distributed: () => readDistributedConfig(),
  });
  const { masterKeys, postgresAdminUrl, logLevel } = config;
  const { kafka, generation, clear, secretsFolder } = distributed;
  const closing = new Closing();
  try {
    const installation = await openInstallation({
      data,
      masterKeys,
      postgresAdminUrl,
      beside: true,
      closing,
      ending,
    });
    const { servicesForJob } = await import('./services.ts');
    const { prepare } = await import('./distributed/prepare.ts');
    await prepare({
      installation,
      definitions: servicesForJob(),
      topics: kafka && { kafka, generation, clear },
      secretsFolder,
      logger: openLog(logLevel),
    });
    console.log(`The databases of ${installation.folder.path} are of this release.`);
    if (kafka) console.log(`The topics of generation ${generation} are there, at ${kafka.brokers.join(', ')}.`);
    if (kafka && clear.tenants.length > 0) console.log(`So are the clear topics of ${clear.tenants.join(', ')}.`);
    if (secretsFolder) console.log(`Each service finds its own secrets in ${secretsFolder}.`);
  } finally {
    await closing.close();
  }
}
