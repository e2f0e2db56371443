import type { Kafka } from 'kafkajs';
import { RETRY } from './connection.ts';
import { landmarkOf, type Landmark } from './landmark.ts';

/** What the brokers know of a group's partitions. */
export interface Bounds {
  readonly beginning: bigint;
  readonly end: bigint;
  /** What the group committed, where that tells a place. */
  readonly committed?: Landmark;
}

/** By topic and partition: `ledgerdesk.ticket.1/3`. */
export async function partitionBounds(
  kafka: Kafka,
  groupId: string,
  topics: readonly string[],
): Promise<ReadonlyMap<string, Bounds>> {
  const admin = kafka.admin({ retry: RETRY });
  await admin.connect();
  try {
    const [committed, ...offsets] = await Promise.all([
      admin.fetchOffsets({ groupId, topics: [...topics] }),
      ...topics.map((topic) => admin.fetchTopicOffsets(topic)),
    ]);
    const landmarks = new Map(
      committed.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset, metadata }) => [`${topic}/${partition}`, landmarkOf(offset, metadata)]),
      ),
    );
    const bounds = topics.flatMap((topic, index) =>
      offsets[index]!.map(({ partition, low, high }): [string, Bounds] => {
        const landmark = landmarks.get(`${topic}/${partition}`);
        return [
          `${topic}/${partition}`,
          { beginning: BigInt(low), end: BigInt(high), ...(landmark && { committed: landmark }) },
        ];
      }),
    );
    return new Map(bounds);
  } finally {
    await admin.disconnect();
  }
}
