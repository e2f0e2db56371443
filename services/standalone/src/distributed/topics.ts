import { ensureTopics, TopicMismatchError } from '@ledgerdesk/messaging';
import type { KafkaConfig, ServiceDefinition } from '@ledgerdesk/platform';
import type { Logger } from 'pino';
import { NoKafkaError } from './no-kafka-error.ts';

/** Where topics are made, and of which generation. */
export interface TopicPlace {
  readonly kafka: KafkaConfig['kafka'];
  readonly generation: string;
}

/** Makes all topics that services publish to: consumers find them when they begin. @throws NoKafkaError, TopicMismatchError */
export async function ensureAllTopics(
  definitions: readonly ServiceDefinition[],
  { kafka, generation }: TopicPlace,
  logger: Logger,
): Promise<void> {
  const topics = definitions.flatMap(({ published }) => published.map(({ topic }) => topic));
  try {
    await ensureTopics({ connection: { ...kafka, clientId: 'ledgerdesk-migrate' }, topics, generation, logger });
  } catch (cause) {
    if (cause instanceof TopicMismatchError) throw cause;
    throw new NoKafkaError(
      `No topics can be made at ${kafka.brokers.join(', ')} (KAFKA_BROKERS): ${(cause as Error).message}`,
      { cause },
    );
  }
}
