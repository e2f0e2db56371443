import type { Topic } from '@ledgerdesk/contracts';
import type { Admin } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { groupName, topicName } from './topic-names.ts';
import { offsetsOf } from './topic-offsets.ts';
import { withAdmin, type AdminOptions } from './with-admin.ts';

export interface GenerationTopics extends AdminOptions {
  readonly generation: string;
  readonly topics: readonly Topic[];
}

const TRIES = 100;
const PAUSE_MS = 100;

/** Those of the topics that hold, or held, records in this generation. */
export const topicsInUse = (options: GenerationTopics): Promise<readonly Topic[]> =>
  withAdmin(options, async (admin) => {
    const there = await topicsThere(admin, options);
    const used = await Promise.all(
      there.map(async (topic) => {
        const offsets = await offsetsOf(admin, topicName(topic, options.generation));
        return offsets.some(({ high }) => BigInt(high) > 0n) ? [topic] : [];
      }),
    );
    return used.flat();
  });

/** The groups that hear this generation now. */
export const groupsOnGeneration = (options: Omit<GenerationTopics, 'topics'>): Promise<readonly string[]> =>
  withAdmin(options, async (admin) => {
    const names = await groupsOf(admin, options.generation);
    if (names.length === 0) return [];
    const { groups } = await admin.describeGroups([...names]);
    return groups
      .filter(({ members }) => members.length > 0)
      .map(({ groupId }) => groupId)
      .toSorted();
  });

/** Deletes a generation's topics and what groups had committed of them. Resolves when they are gone. @throws where they do not go */
export const deleteGeneration = (options: GenerationTopics): Promise<void> =>
  withAdmin(options, async (admin) => {
    const topics = (await topicsThere(admin, options)).map((topic) => topicName(topic, options.generation));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    for (let tries = 1; (await topicsThere(admin, options)).length > 0; tries += 1) {
      if (tries === TRIES) throw new Error(`The brokers still have ${topics.join(', ')}`);
      await sleep(PAUSE_MS);
    }
    const groups = await groupsOf(admin, options.generation);
    if (groups.length > 0) await admin.deleteGroups([...groups]);
  });

async function topicsThere(admin: Admin, { topics, generation }: GenerationTopics): Promise<readonly Topic[]> {
  const there = new Set(await admin.listTopics());
  return topics.filter((topic) => there.has(topicName(topic, generation)));
}

/** Consumers' names hold dots, and generations none. */
async function groupsOf(admin: Admin, generation: string): Promise<readonly string[]> {
  const [before, after] = groupName('\n', generation).split('\n') as [string, string];
  const { groups } = await admin.listGroups();
  return groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(before) && id.endsWith(after));
}
