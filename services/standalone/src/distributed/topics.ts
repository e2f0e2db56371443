import { ensureClearTopic, ensureTopics, TopicMismatchError } from '@ledgerdesk/messaging';
import type { KafkaConfig, ServiceDefinition } from '@ledgerdesk/platform';
import type { Logger } from 'pino';
import { NoKafkaError } from './no-kafka-error.ts';

/** Where topics are made, and of which generation. */
export interface TopicPlace {
  readonly kafka: KafkaConfig['kafka'];
  readonly generation: string;
  /** Tenants with clear topics, and for how long these keep what they hold. */
  readonly clear: KafkaConfig['clear'];
}

/** Makes all topics that services publish to: whoever hears them finds them when they begin. @throws NoKafkaError, TopicMismatchError */
export async function ensureAllTopics(
  definitions: readonly ServiceDefinition[],
  { kafka, generation, clear }: TopicPlace,
  logger: Logger,
): Promise<void> {
  const topics = definitions.flatMap(({ published }) => published.map(({ topic }) => topic));
  const connection = { ...kafka, clientId: 'ledgerdesk-migrate' };
  const { tenants, retentionMs } = clear;
  try {
    await ensureTopics({ connection, topics, generation, logger });
    for (const tenant of tenants) await ensureClearTopic({ connection, tenant, retentionMs, logger });
  } catch (cause) {
    if (cause instanceof TopicMismatchError) throw cause;
    throw new NoKafkaError(
      `No topics can be made at ${kafka.brokers.join(', ')} (KAFKA_BROKERS): ${(cause as Error).message}`,
      { cause },
    );
  }
}
