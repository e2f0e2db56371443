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

/** Waits until they can be used. @throws TopicMismatchError where one has other partitions, or not these settings */
export async function assertAsWanted(admin: Admin, names: readonly string[], wanted: TopicSettings): Promise<void> {
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
      configNames: Object.keys(wanted),
    })),
    includeSynonyms: false,
  });
  for (const { resourceName, configEntries } of resources) {
    for (const { configName, configValue } of configEntries) {
      const value = wanted[configName];
      if (value !== undefined && configValue !== value)
        throw otherwise(resourceName, { setting: configName, is: configValue, must: value });
    }
  }
}

interface Otherwise {
  readonly setting: string;
  readonly is: string;
  readonly must: string;
}

const otherwise = (topic: string, { setting, is, must }: Otherwise): TopicMismatchError =>
  new TopicMismatchError(
    `The topic ${topic} has ${setting}=${is} and not ${must}, so that the brokers throw away events that nobody may lose. ` +
      'Probably it was made by hand, with the brokers’ own defaults. Put it right with Kafka’s own tool: ' +
      `kafka-configs.sh --bootstrap-server … --alter --entity-type topics --entity-name ${topic} --add-config ` +
      `${setting}=${must}`,
  );
