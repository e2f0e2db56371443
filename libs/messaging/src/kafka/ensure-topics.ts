import { PARTITIONS, type Topic } from '@ledgerdesk/contracts';
import kafkajs, { type Admin, type ITopicMetadata } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedLogger } from '../delivery/health.ts';
import { kafkaClient, type KafkaConnection } from './connection.ts';
import { TopicMismatchError } from './errors.ts';
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

const TRIES = 50;
const PAUSE_MS = 200;

/** Makes the topics that are missing. @throws TopicMismatchError where one is there and is not as it must be */
export async function ensureTopics(options: EnsureTopicsOptions): Promise<void> {
  const admin = kafkaClient(options.connection, options.logger).admin();
  await admin.connect();
  try {
    const names = options.topics.map((topic) => topicName(topic, options.generation));
    await makeMissing(admin, names, options.replicationFactor);
    await assertAsWanted(admin, names);
  } finally {
    await admin.disconnect();
  }
}

async function makeMissing(admin: Admin, names: readonly string[], replicationFactor = -1): Promise<void> {
  const there = new Set(await admin.listTopics());
  const configEntries = Object.entries(KEPT).map(([name, value]) => ({ name, value }));
  const missing = names
    .filter((name) => !there.has(name))
    .map((topic) => ({ topic, numPartitions: PARTITIONS, replicationFactor, configEntries }));
  // Answers false where another process was quicker.
  if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: false });
}

/** A topic that was just made is not known to all brokers at once, nor has it leaders. */
async function onceLed(admin: Admin, names: readonly string[]): Promise<readonly ITopicMetadata[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [...names] });
      if (topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return topics;
      if (tries === TRIES) throw new Error(`There are partitions without a leader: ${names.join(', ')}`);
    } catch (error) {
      if (tries === TRIES) throw error;
    }
    await sleep(PAUSE_MS);
  }
}

async function assertAsWanted(admin: Admin, names: readonly string[]): Promise<void> {
  for (const { name, partitions } of await onceLed(admin, names)) {
    if (partitions.length === PARTITIONS) continue;
    throw new TopicMismatchError(
      `The topic ${name} has ${partitions.length} partitions and not ${PARTITIONS}, so that events of one aggregate ` +
        'would lie apart: take a new generation.',
    );
  }
  const { resources } = await admin.describeConfigs({
    resources: names.map((name) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name,
      configNames: ['cleanup.policy'],
    })),
    includeSynonyms: false,
  });
  for (const { resourceName, configEntries } of resources) {
    const policy = configEntries.find(({ configName }) => configName === 'cleanup.policy')?.configValue;
    if (policy === KEPT['cleanup.policy']) continue;
    throw new TopicMismatchError(
      `The topic ${resourceName} is compacted (cleanup.policy=${policy}): events would be lost.`,
    );
  }
}
