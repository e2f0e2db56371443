import {
  byName,
  clearTopicsOf,
  drainSeconds,
  kafkaFields,
  list,
  parseConfig,
  readKafkaConfig,
  type KafkaConfig,
} from '@ledgerdesk/platform';
import path from 'node:path';
import { z } from 'zod';
import { workingFolder } from '../standalone.config.ts';

const MOST_REPLICAS = 12;

/** `tickets=2, gateway=3` */
const replicas = byName.transform((named, { addIssue }): Readonly<Record<string, number>> => {
  const numbers = Object.entries(named).map(([service, text]) => [service, Number(text)] as const);
  if (numbers.some(([, count]) => !(Number.isInteger(count) && count >= 1 && count <= MOST_REPLICAS))) {
    addIssue(`must give each service from 1 to ${MOST_REPLICAS} processes`);
    return z.NEVER;
  }
  return Object.fromEntries(numbers);
});

/** Beside what standalone reads: the services run in processes of their own. */
export const distributedSchema = z.object({
  KAFKA_BROKERS: list
    .optional()
    .describe(
      'host:port of brokers to use, separated by commas; without them start:distributed starts one on the local Java, and migrate makes no topics',
    ),
  KAFKA_GENERATION: kafkaFields.KAFKA_GENERATION,
  CLEAR_TOPICS: kafkaFields.CLEAR_TOPICS,
  CLEAR_TOPICS_HOURS: kafkaFields.CLEAR_TOPICS_HOURS,
  REPLICAS: replicas
    .default({})
    .describe(
      'How many processes start:distributed runs of a service, where more than one: name=number, separated by commas; calls and people go to the first of them',
    ),
  DRAIN_SECONDS: drainSeconds
    .default(0)
    .describe(
      'How long services of start:distributed go on answering when they are asked to end: something may stand before them',
    ),
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
  readonly clear: KafkaConfig['clear'];
  /** How many processes there are of a service, where more than one. */
  readonly replicas: Readonly<Record<string, number>>;
  readonly drainSeconds: number;
  readonly secretsFolder: string | undefined;
}

/** What a program that is started here finds in its environment beside what it is given. */
export const inherited = (): NodeJS.ProcessEnv => process.env;

/** @throws ConfigError */
export function readDistributedConfig(env?: NodeJS.ProcessEnv): DistributedConfig {
  const config = parseConfig(distributedSchema, env);
  const { KAFKA_BROKERS, KAFKA_GENERATION, REPLICAS, DRAIN_SECONDS, SECRETS_FOLDER } = config;
  return {
    kafka: KAFKA_BROKERS && readKafkaConfig(env).kafka,
    generation: KAFKA_GENERATION,
    clear: clearTopicsOf(config),
    replicas: REPLICAS,
    drainSeconds: DRAIN_SECONDS,
    secretsFolder: SECRETS_FOLDER && path.resolve(workingFolder(), SECRETS_FOLDER),
  };
}
