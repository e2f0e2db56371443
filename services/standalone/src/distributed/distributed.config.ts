import { list, parseConfig } from '@ledgerdesk/platform';
import { z } from 'zod';

/** Beside what standalone reads: the services run in processes of their own. */
export const distributedSchema = z.object({
  KAFKA_BROKERS: list
    .optional()
    .describe('host:port of brokers to use, separated by commas; without them one is started on the local Java'),
});

/** What a program that is started here finds in its environment beside what it is given. */
export const inherited = (): NodeJS.ProcessEnv => process.env;

/** @throws ConfigError */
export const readBrokers = (env?: NodeJS.ProcessEnv): readonly string[] | undefined =>
  parseConfig(distributedSchema, env).KAFKA_BROKERS;
