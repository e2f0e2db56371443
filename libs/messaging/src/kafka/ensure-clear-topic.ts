import type { TenantId } from '@ledgerdesk/kernel';
import kafkajs, { type Admin } from 'kafkajs';
import type { FeedLogger } from '../delivery/health.ts';
import type { KafkaConnection } from './connection.ts';
import { assertAsWanted, makeMissing, type TopicSettings } from './made-topics.ts';
import { clearTopicName } from './topic-names.ts';
import { withAdmin } from './with-admin.ts';

export interface EnsureClearTopicOptions {
  readonly connection: KafkaConnection;
  readonly tenant: TenantId;
  /** After so long what was published there is gone. */
  readonly retentionMs: number;
  /** By default the brokers' own. */
  readonly replicationFactor?: number;
  readonly logger: FeedLogger;
}

/**
 * Brokers delete files, not records: a file goes when the newest record in it is old enough. With files of a seventh of the time
 * nothing stays for longer than eight sevenths of it. Kafka takes none that are shorter than a second.
 */
const FILES = 7;
const SHORTEST_FILE_MS = 1_000;
/** What brokers take by default, said here so that one with a lower bound takes every event. */
const LARGEST = 1_048_588;

const settingsFor = (retentionMs: number): TopicSettings => ({
  'cleanup.policy': 'delete',
  'retention.ms': String(retentionMs),
  'retention.bytes': '-1',
  'segment.ms': String(Math.max(SHORTEST_FILE_MS, Math.ceil(retentionMs / FILES))),
  'max.message.bytes': String(LARGEST),
});

/** Makes a tenant's clear topic, and has it keep what it holds for so long. @throws TopicMismatchError */
export function ensureClearTopic(options: EnsureClearTopicOptions): Promise<void> {
  const { tenant, retentionMs, replicationFactor } = options;
  const name = clearTopicName(tenant);
  const settings = settingsFor(retentionMs);
  return withAdmin(options, async (admin) => {
    await makeMissing(admin, [name], { settings, replicationFactor });
    await assertAsWanted(admin, [name], { 'cleanup.policy': settings['cleanup.policy']! });
    await keepFor(admin, name, settings);
  });
}

/** Only how long it is kept is ours to change: what else an operator has set stays. */
async function keepFor(admin: Admin, name: string, { 'retention.ms': retention, 'segment.ms': file }: TopicSettings) {
  const wanted = { 'retention.ms': retention!, 'segment.ms': file! };
  const own = await ownSettings(admin, name);
  if (Object.entries(wanted).every(([setting, value]) => own[setting] === value)) return;
  const configEntries = Object.entries({ ...own, ...wanted }).map(([setting, value]) => ({ name: setting, value }));
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name, configEntries }],
  });
}

/** `TOPIC_CONFIG`: set on the topic itself (org.apache.kafka.clients.admin.ConfigEntry.ConfigSource). */
const OF_THE_TOPIC = 1;

/** What is set on the topic itself. All of it has to be said again, or it would be forgotten. */
async function ownSettings(admin: Admin, name: string): Promise<TopicSettings> {
  const { resources } = await admin.describeConfigs({
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name }],
    includeSynonyms: false,
  });
  const own = resources[0]!.configEntries.filter(({ configSource }) => Number(configSource) === OF_THE_TOPIC);
  return Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
}
