import { Kafka, logLevel, type Consumer, type EachBatchPayload } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { Histories } from './histories.ts';

const TOPICS = ['tenant', 'person', 'team', 'ticket', 'submission'] as const;
const namesIn = (generation: string): string[] => TOPICS.map((topic) => `ledgerdesk.${topic}.${generation}`);
const PREFIX = 'ledgerdesk.';

/** Where the topics of a generation are. */
export interface Published {
  readonly brokers: readonly string[];
  readonly generation: string;
}

/** In what the topics, read from the beginning as any client would, differ from the ledger. */
export async function wronglyPublished(published: Published, ledger: Histories): Promise<readonly string[]> {
  const told = await topicHistories(published);
  return told.against(ledger, ...TOPICS.map((topic) => `${topic}-`));
}

/** Whoever publishes repeats himself after a crash; without what was there already, each event is in its turn. */
async function topicHistories(published: Published): Promise<Histories> {
  const kafka = clientOf(published);
  const names = namesIn(published.generation);
  const open = await openPartitions(kafka, names);
  const histories = new Histories('Kafka', 'allowed');
  if (open.size === 0) return histories;
  const consumer = kafka.consumer({ groupId: `resilience-${randomUUID()}`, maxWaitTimeInMs: 100 });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: names, fromBeginning: true });
    await untilRead(consumer, open, histories);
  } finally {
    await consumer.disconnect();
  }
  return histories;
}

/** By topic and partition: the offset behind the last record, where there is one. */
export const endsOf = (published: Published): Promise<ReadonlyMap<string, bigint>> =>
  openPartitions(clientOf(published), namesIn(published.generation));

const clientOf = ({ brokers }: Published): Kafka =>
  new Kafka({ brokers: [...brokers], clientId: 'resilience', logLevel: logLevel.NOTHING });

async function openPartitions(kafka: Kafka, names: readonly string[]): Promise<Map<string, bigint>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const open = new Map<string, bigint>();
    for (const name of names) {
      for (const { partition, low, high } of await admin.fetchTopicOffsets(name)) {
        if (BigInt(high) > BigInt(low)) open.set(`${name}/${partition}`, BigInt(high));
      }
    }
    return open;
  } finally {
    await admin.disconnect();
  }
}

function untilRead(consumer: Consumer, open: Map<string, bigint>, histories: Histories): Promise<void> {
  return new Promise((resolve, reject) => {
    const eachBatch = async ({ batch, resolveOffset, heartbeat }: EachBatchPayload): Promise<void> => {
      const category = batch.topic.slice(PREFIX.length, batch.topic.lastIndexOf('.'));
      for (const { headers = {} } of batch.messages) {
        const of = (name: string): string => String(headers[`ce_${name}`]);
        histories.add(`${category}-${of('tenant')}.${of('subject')}`, Number(of('sequence')), of('id'));
      }
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
