import { isId, RESERVED_TENANT, type TenantId } from '@ledgerdesk/kernel';
import { GENERATION, type KafkaConnection, type PayloadFormat } from '@ledgerdesk/messaging';
import { z } from 'zod';
import { flag, list } from '../config/fields.ts';
import { parseConfig } from '../config/parse-config.ts';
import type { ClearTopics } from './clear-outlet.ts';

/** Relays are what they cost: one for each in each service that publishes, and each reads what the service stores. */
const MOST_CLEAR_TOPICS = 50;

const tenants = list.transform((named, { addIssue }): readonly TenantId[] => {
  const ids = named.filter((text): text is TenantId => isId('tnt', text) && text !== RESERVED_TENANT);
  if (ids.length < named.length || ids.length > MOST_CLEAR_TOPICS) {
    addIssue(`must be ids of tenants (tnt_…), separated by commas, and ${MOST_CLEAR_TOPICS} at most`);
    return z.NEVER;
  }
  return [...new Set(ids)];
});

const HOUR_MS = 3_600_000;
const LONGEST_HOURS = 8_784;

/** Where Kafka is and how one is let in there: the same for services and for the job that makes topics. */
export const kafkaFields = {
  KAFKA_BROKERS: list.describe('host:port of brokers to begin with, separated by commas'),
  KAFKA_GENERATION: z
    .string()
    .regex(GENERATION)
    .default('1')
    .describe('The generation of topics that are written and heard'),
  KAFKA_PAYLOAD: z
    .enum(['protobuf', 'json'])
    .default('protobuf')
    .describe('How the messages of internal topics are written'),
  KAFKA_SESSION_SECONDS: z.coerce
    .number()
    .min(1)
    .max(300)
    .default(30)
    .describe('After so long without a sign of life of a process others take over its partitions'),
  CLEAR_TOPICS: tenants
    .default([])
    .describe(
      'Tenants whose events are published opened, personal data in clear, on ledgerdesk.clear.<tenant>: ids, separated by commas',
    ),
  CLEAR_TOPICS_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(LONGEST_HOURS)
    .default(168)
    .describe('For so long what was published there stays'),
  KAFKA_TLS: flag.default(false).describe('Whether brokers are spoken to over TLS'),
  KAFKA_CA: z
    .string()
    .optional()
    .describe('Certificates (PEM) by which brokers are believed, in place of those of the system'),
  KAFKA_SASL_MECHANISM: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
    .optional()
    .describe('How a service says to brokers who it is'),
  KAFKA_SASL_USERNAME: z.string().optional().describe('Who it is to the brokers'),
  KAFKA_SASL_PASSWORD: z.string().optional().describe('And its password there'),
};

const fields = z.object(kafkaFields);

/** What whoever speaks to Kafka wants to know. */
export const kafkaSchema = fields.superRefine((config, { addIssue }) => {
  if (config.KAFKA_SASL_MECHANISM && !(config.KAFKA_SASL_USERNAME && config.KAFKA_SASL_PASSWORD)) {
    addIssue({ code: 'custom', message: 'KAFKA_SASL_MECHANISM wants KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD' });
  }
});

/** How Kafka is reached, and what is written there. */
export interface KafkaConfig {
  readonly kafka: Omit<KafkaConnection, 'clientId'>;
  readonly generation: string;
  readonly payload: PayloadFormat;
  /** After so long without a sign of life a process has left its groups. */
  readonly sessionMs: number;
  /** What is published for outsiders beside it. */
  readonly clear: ClearTopics;
}

/** @throws ConfigError with all faults at once */
export function readKafkaConfig(env?: NodeJS.ProcessEnv): KafkaConfig {
  const config = parseConfig(kafkaSchema, env);
  return {
    kafka: connectionOf(config),
    generation: config.KAFKA_GENERATION,
    payload: config.KAFKA_PAYLOAD,
    sessionMs: config.KAFKA_SESSION_SECONDS * 1000,
    clear: clearTopicsOf(config),
  };
}

export const clearTopicsOf = (
  config: Pick<z.output<typeof fields>, 'CLEAR_TOPICS' | 'CLEAR_TOPICS_HOURS'>,
): ClearTopics => ({ tenants: config.CLEAR_TOPICS, retentionMs: config.CLEAR_TOPICS_HOURS * HOUR_MS });

function connectionOf(config: z.output<typeof fields>): KafkaConfig['kafka'] {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = config;
  return {
    brokers: config.KAFKA_BROKERS,
    ...(config.KAFKA_TLS && { tls: config.KAFKA_CA ? { ca: config.KAFKA_CA } : true }),
    ...(mechanism && username && password && { sasl: { mechanism, username, password } }),
  };
}
