import { topicName } from '@ledgerdesk/messaging';
import { Kafka, logLevel, Partitioners, type Consumer, type EachBatchHandler, type Message } from 'kafkajs';
import { randomUUID } from 'node:crypto';

/** As many as a relay publishes at once. */
const BATCH = 500;

/** Where whole tickets lie in a broker. */
interface Shelf {
  readonly brokers: readonly string[];
  readonly generation: string;
}

const topicOf = ({ generation }: Shelf): string => topicName('ticket', generation);
const clientOf = ({ brokers }: Shelf): Kafka =>
  new Kafka({ brokers: [...brokers], clientId: 'bare', logLevel: logLevel.NOTHING });

/** What lies there, in about the order in which it came. */
export async function recordsOn(shelf: Shelf, count: number): Promise<readonly Message[]> {
  const records: Message[] = [];
  await consumed(shelf, count, ({ messages }) => void records.push(...messages));
  const timeOf = ({ headers }: Message): string => String(headers?.['ce_time']);
  return records
    .map((record) => ({ key: record.key!, value: record.value, headers: record.headers!, time: timeOf(record) }))
    .toSorted((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0))
    .map(({ time: _, ...record }) => record);
}

/**
 * The reference of the relay: the same records from memory in batches of the same size, one request under way, acknowledged by
 * all replicas, by the same kind of producer. Answers records a second.
 */
export async function produced(shelf: Shelf, records: readonly Message[]): Promise<number> {
  const producer = clientOf(shelf).producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  try {
    const begin = performance.now();
    for (let start = 0; start < records.length; start += BATCH) {
      const messages = records.slice(start, start + BATCH);
      await producer.sendBatch({ acks: -1, topicMessages: [{ topic: topicOf(shelf), messages }] });
    }
    return (records.length * 1000) / (performance.now() - begin);
  } finally {
    await producer.disconnect();
  }
}

/** The reference of consumers: all that lies there, fetched and not looked at. Answers records a second. */
export const fetched = (shelf: Shelf, count: number): Promise<number> => consumed(shelf, count, () => undefined);

type Use = (batch: { readonly messages: readonly Message[] }) => void;

async function consumed(shelf: Shelf, count: number, use: Use): Promise<number> {
  const consumer = clientOf(shelf).consumer({ groupId: `bare-${randomUUID()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topicOf(shelf)], fromBeginning: true });
    return await untilRead(consumer, count, use);
  } finally {
    await consumer.disconnect();
  }
}

/** From when the group is joined on. */
function untilRead(consumer: Consumer, count: number, use: Use): Promise<number> {
  return new Promise((resolve, reject) => {
    let [begin, read] = [0, 0];
    const eachBatch: EachBatchHandler = async ({ batch, resolveOffset, heartbeat }) => {
      use(batch);
      resolveOffset(batch.lastOffset());
      await heartbeat();
      read += batch.messages.length;
      if (read >= count) resolve((read * 1000) / (performance.now() - begin));
    };
    consumer.on('consumer.group_join', () => (begin ||= performance.now()));
    consumer.on('consumer.crash', ({ payload: { error } }) => reject(error));
    consumer.run({ autoCommit: false, eachBatch }).catch(reject);
  });
}
