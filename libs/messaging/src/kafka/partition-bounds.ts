import type { Kafka } from 'kafkajs';
import { RETRY } from './connection.ts';
import { landmarkOf, type Landmark } from './landmark.ts';

/** What the brokers know of a group's partitions. */
export interface Bounds {
  readonly beginning: bigint;
  readonly end: bigint;
  /** What the group committed, where that tells a place. */
  readonly committed?: Landmark;
  /** A member found the partition to end before, or to begin behind, what it was to read next. */
  readonly outOfRange: boolean;
}

/** What kafkajs commits there, before it goes on at the beginning: "the earliest", as brokers number it. (0 to n is an offset, -1 none.) */
const EARLIEST = '-2';

/** By topic and partition: `ledgerdesk.ticket.1/3`. */
export async function partitionBounds(
  kafka: Kafka,
  groupId: string,
  topics: readonly string[],
): Promise<ReadonlyMap<string, Bounds>> {
  const admin = kafka.admin({ retry: RETRY });
  await admin.connect();
  try {
    const groups = await admin.fetchOffsets({ groupId, topics: [...topics] });
    // Afterwards: what was committed does not lie behind the end that is found here.
    const offsets = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
    const committed = new Map(
      groups.flatMap(({ topic, partitions }) => partitions.map((one) => [`${topic}/${one.partition}`, one])),
    );
    const bounds = topics.flatMap((topic, index) =>
      offsets[index]!.map(({ partition, low, high }): [string, Bounds] => {
        const { offset, metadata } = committed.get(`${topic}/${partition}`) ?? { offset: '-1', metadata: null };
        const landmark = landmarkOf(offset, metadata);
        return [
          `${topic}/${partition}`,
          {
            beginning: BigInt(low),
            end: BigInt(high),
            outOfRange: offset === EARLIEST,
            ...(landmark && { committed: landmark }),
          },
        ];
      }),
    );
    return new Map(bounds);
  } finally {
    await admin.disconnect();
  }
}
