import type { Kafka } from 'kafkajs';
import type { FeedLogger } from '../delivery/health.ts';
import { partitionSource } from '../delivery/sources.ts';
import type { Consumer } from '../port/feed.ts';
import { kafkaClient, RETRY, type KafkaConnection } from './connection.ts';
import { groupName, topicName } from './topic-names.ts';

/** What a consumer, in all its processes, has yet to take. */
export interface ConsumerBacklog {
  readonly consumer: string;
  readonly sources: readonly {
    readonly source: string;
    /** So much was taken of what the source held, and so much it holds: counted as the source counts. */
    readonly taken: bigint;
    readonly end: bigint;
  }[];
}

export interface KafkaBacklogOptions {
  readonly connection: KafkaConnection;
  readonly generation: string;
  readonly logger: FeedLogger;
}

type Heard = Pick<Consumer, 'name' | 'topics'>;

/** How far consumers are behind their topics, as the brokers know: from what each group committed after its batches. */
export class KafkaBacklog {
  private readonly kafka: Kafka;

  constructor(private readonly options: KafkaBacklogOptions) {
    this.kafka = kafkaClient(options.connection, options.logger);
  }

  async look(consumers: readonly Heard[]): Promise<readonly ConsumerBacklog[]> {
    const { generation } = this.options;
    const admin = this.kafka.admin({ retry: RETRY });
    await admin.connect();
    try {
      const topics = [...new Set(consumers.flatMap((consumer) => consumer.topics))];
      const bounds = new Map(
        await Promise.all(
          topics.map(async (topic) => [topic, await admin.fetchTopicOffsets(topicName(topic, generation))] as const),
        ),
      );
      return await Promise.all(
        consumers.map(async ({ name, topics: heard }) => {
          const committed = await admin.fetchOffsets({
            groupId: groupName(name, generation),
            topics: heard.map((topic) => topicName(topic, generation)),
          });
          const takenOf = new Map(
            committed.flatMap(({ topic, partitions }) =>
              partitions.map(({ partition, offset }) => [`${topic}/${partition}`, BigInt(offset)] as const),
            ),
          );
          const sources = heard.flatMap((topic) =>
            bounds.get(topic)!.map(({ partition, low, high }) => {
              const taken = takenOf.get(`${topicName(topic, generation)}/${partition}`) ?? NOTHING;
              const from = taken < BigInt(low) ? BigInt(low) : taken;
              return { source: partitionSource(topic, partition), taken: from, end: BigInt(high) };
            }),
          );
          return { consumer: name, sources };
        }),
      );
    } finally {
      await admin.disconnect();
    }
  }
}

/** As brokers say it of a partition of which a group has committed nothing. */
const NOTHING = -1n;
