import { Kafka, logLevel, type KafkaConfig, type logCreator, type RetryOptions } from 'kafkajs';
import type { ConnectionOptions } from 'node:tls';
import type { FeedLogger } from '../delivery/health.ts';

/** Where the brokers are, and how one is let in. */
export interface KafkaConnection {
  readonly brokers: readonly string[];
  /** Who asks, as the brokers' own logs and quotas name it. */
  readonly clientId: string;
  readonly tls?: ConnectionOptions | boolean;
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

/** Few and soon: whoever uses a client tries again himself, and wants to be stopped meanwhile. */
export const RETRY: RetryOptions = { retries: 4, initialRetryTime: 100, maxRetryTime: 2_000 };

export function kafkaClient({ brokers, clientId, tls, sasl }: KafkaConnection, logger: FeedLogger): Kafka {
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 3_000,
    retry: RETRY,
    logLevel: logLevel.ERROR,
    logCreator: told(logger),
    ...(tls !== undefined && { ssl: tls }),
    ...(sasl !== undefined && { sasl: sasl as NonNullable<KafkaConfig['sasl']> }),
  });
}

/** What kafkajs says where it leaves the place that it was told to read from. */
const JUMPED = /^Offset out of range/;

/** What kafkajs calls an error is tried again, by it or by us, who say so where it matters. */
const told =
  (logger: FeedLogger): logCreator =>
  () =>
  ({ namespace, log: { message, timestamp: _, stack: __, ...facts } }) =>
    logger[JUMPED.test(message) ? 'warn' : 'debug']({ kafka: namespace, ...facts }, message);
