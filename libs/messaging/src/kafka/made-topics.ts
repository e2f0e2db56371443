import { PARTITIONS } from '@ledgerdesk/contracts';
import kafkajs, { type Admin, type ITopicMetadata } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { TopicMismatchError } from './errors.ts';

/** A topic's own settings, by Kafka's names for them. */
export type TopicSettings = Readonly<Record<string, string>>;

const TRIES = 50;
const PAUSE_MS = 200;

export async function makeMissing(
  admin: Admin,
  names: readonly string[],
  {
    settings,
    replicationFactor = -1,
  }: { readonly settings: TopicSettings; readonly replicationFactor?: number | undefined },
): Promise<void> {
  const there = new Set(await admin.listTopics());
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
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

/** Waits until they can be used. @throws TopicMismatchError */
export async function assertAsWanted(admin: Admin, names: readonly string[]): Promise<void> {
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
    if (policy === 'delete') continue;
    throw new TopicMismatchError(
      `The topic ${resourceName} is compacted (cleanup.policy=${policy}): events would be lost.`,
    );
  }
}
