import { kafkaFields, list, parseConfig, readKafkaConfig, type KafkaConfig } from '@ledgerdesk/platform';
import path from 'node:path';
import { z } from 'zod';
import { workingFolder } from '../standalone.config.ts';

/** Beside what standalone reads: the services run in processes of their own. */
export const distributedSchema = z.object({
  KAFKA_BROKERS: list
    .optional()
    .describe(
      'host:port of brokers to use, separated by commas; without them start:distributed starts one on the local Java, and migrate makes no topics',
    ),
  KAFKA_GENERATION: kafkaFields.KAFKA_GENERATION,
  SECRETS_FOLDER: z
    .string()
    .optional()
    .describe(
      'Where migrate lays what is one service’s alone, in a folder of its name: database-password, signing-keys; by default they stay in the data folder',
    ),
});

/** What services in processes of their own stand on. */
export interface DistributedConfig {
  /** Undefined: no brokers were named. */
  readonly kafka: KafkaConfig['kafka'] | undefined;
  readonly generation: string;
  readonly secretsFolder: string | undefined;
}

/** What a program that is started here finds in its environment beside what it is given. */
export const inherited = (): NodeJS.ProcessEnv => process.env;

/** @throws ConfigError */
export function readDistributedConfig(env?: NodeJS.ProcessEnv): DistributedConfig {
  const { KAFKA_BROKERS, KAFKA_GENERATION, SECRETS_FOLDER } = parseConfig(distributedSchema, env);
  return {
    kafka: KAFKA_BROKERS && readKafkaConfig(env).kafka,
    generation: KAFKA_GENERATION,
    secretsFolder: SECRETS_FOLDER && path.resolve(workingFolder(), SECRETS_FOLDER),
  };
}
