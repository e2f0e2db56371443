import type { Topic } from '@ledgerdesk/contracts';
import type { FeedLogger } from '../delivery/health.ts';
import type { KafkaConnection } from './connection.ts';
import { assertAsWanted, makeMissing } from './made-topics.ts';
import { withAdmin } from './with-admin.ts';
import { topicName } from './topic-names.ts';

export interface EnsureTopicsOptions {
  readonly connection: KafkaConnection;
  readonly topics: readonly Topic[];
  readonly generation: string;
  /** By default the brokers' own. */
  readonly replicationFactor?: number;
  readonly logger: FeedLogger;
}

/** The events are the desk's memory: kept for ever unless an operator says otherwise, and never one for another. */
const KEPT = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' } as const;

/** Makes the topics that are missing. @throws TopicMismatchError where one is there and is not as it must be */
export function ensureTopics(options: EnsureTopicsOptions): Promise<void> {
  const names = options.topics.map((topic) => topicName(topic, options.generation));
  return withAdmin(options, async (admin) => {
    await makeMissing(admin, names, { settings: KEPT, replicationFactor: options.replicationFactor });
    await assertAsWanted(admin, names, KEPT);
  });
}
