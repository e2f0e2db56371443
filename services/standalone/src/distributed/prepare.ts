import type { ServiceDefinition } from '@ledgerdesk/platform';
import type { Logger } from 'pino';
import type { Installation } from '../installation.ts';
import { prepareDatabases, roleOf } from '../wiring/databases.ts';
import { handOut } from './secrets.ts';
import { signingKeysIn } from './signing-keys.ts';
import { ensureAllTopics, type TopicPlace } from './topics.ts';

export interface PrepareOptions {
  readonly installation: Pick<Installation, 'database' | 'folder'>;
  readonly definitions: readonly ServiceDefinition[];
  /** Undefined: there is no Kafka, and nobody who wants one. */
  readonly topics: TopicPlace | undefined;
  /** Where each service is shown its own secrets, if not in the data folder. */
  readonly secretsFolder?: string | undefined;
  readonly logger: Logger;
}

/**
 * Gives an installation all that its services find when they start, each alone: databases, roles and rights, keys to sign
 * with, topics. What is there already stays, and whoever runs on it goes on.
 */
export async function prepare(options: PrepareOptions): Promise<void> {
  const { installation, definitions, topics, secretsFolder, logger } = options;
  const { database, folder } = installation;
  await prepareDatabases(database, definitions);
  for (const { name: service } of definitions) {
    const signingKeys = await signingKeysIn(folder.signingKeyFile(service));
    const databasePassword = database.passwordOf(roleOf(service));
    if (secretsFolder !== undefined) handOut(secretsFolder, { service, databasePassword, signingKeys });
  }
  if (topics) await ensureAllTopics(definitions, topics, logger);
}
