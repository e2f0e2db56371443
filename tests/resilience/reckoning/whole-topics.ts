import { Kafka, logLevel, type Consumer, type EachBatchPayload, type KafkaMessage } from 'kafkajs';
import { randomUUID } from 'node:crypto';

type Brokers = readonly string[];
/** Hears one record after the other, in the order of each partition. */
type Hear = (record: KafkaMessage, topic: string) => void;

/** Reads topics from the beginning to where they end now, as any client would. */
export async function readWhole(brokers: Brokers, topics: readonly string[], hear: Hear): Promise<void> {
  const open = new Map(await endsOf(brokers, topics));
  if (open.size === 0) return;
  const consumer = clientOf(brokers).consumer({ groupId: `resilience-${randomUUID()}`, maxWaitTimeInMs: 100 });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await untilRead(consumer, open, hear);
  } finally {
    await consumer.disconnect();
  }
}

/** By topic and partition: the offset behind the last record, where there is one. */
export async function endsOf(brokers: Brokers, topics: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
  const admin = clientOf(brokers).admin();
  await admin.connect();
  try {
    const ends = new Map<string, bigint>();
    for (const topic of topics) {
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
        if (BigInt(high) > BigInt(low)) ends.set(`${topic}/${partition}`, BigInt(high));
      }
    }
    return ends;
  } finally {
    await admin.disconnect();
  }
}

const clientOf = (brokers: Brokers): Kafka =>
  new Kafka({ brokers: [...brokers], clientId: 'resilience', logLevel: logLevel.NOTHING });

function untilRead(consumer: Consumer, open: Map<string, bigint>, hear: Hear): Promise<void> {
  return new Promise((resolve, reject) => {
    const eachBatch = async ({ batch, resolveOffset, heartbeat }: EachBatchPayload): Promise<void> => {
      for (const record of batch.messages) hear(record, batch.topic);
      resolveOffset(batch.lastOffset());
      await heartbeat();
      const place = `${batch.topic}/${batch.partition}`;
      const end = open.get(place);
      if (end !== undefined && BigInt(batch.lastOffset()) >= end - 1n) open.delete(place);
      if (open.size === 0) resolve();
    };
    consumer.on('consumer.crash', ({ payload: { error } }) => reject(error));
    consumer.run({ autoCommit: false, eachBatch }).catch(reject);
  });
}
