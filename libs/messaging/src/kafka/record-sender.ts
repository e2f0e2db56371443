import { Partitioners, type Kafka, type Message, type Producer, type RecordMetadata } from 'kafkajs';
import type { FeedLogger } from '../delivery/health.ts';
import { kafkaClient, RETRY, type KafkaConnection } from './connection.ts';
import type { KafkaRecord } from './kafka-record.ts';

/** A record, and the broker's name of its topic. */
export interface AddressedRecord extends KafkaRecord {
  readonly topic: string;
}

/** What one request may hold, in bytes: all of it may be for one partition, and a broker takes a batch of 1 MiB by default. */
const REQUEST_WEIGHT = 768 * 1024;
/** What a record takes beside its value: key and headers, generously. */
const ENVELOPE_WEIGHT = 1_500;

/** Sends records: in their order, durable on all replicas that are in step, one request under way at a time. */
export class RecordSender {
  private readonly kafka: Kafka;
  private producer: Producer | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(connection: KafkaConnection, logger: FeedLogger) {
    this.kafka = kafkaClient(connection, logger);
  }

  /**
   * What is given while something is sent goes after it. Tells where in its partitions it came to lie.
   * @throws what kafkajs throws; any part of the records may be there then
   */
  send(records: Iterable<AddressedRecord>): Promise<readonly RecordMetadata[]> {
    const done = this.turn.then(() => this.sendNow(records));
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Finishes what was given to it. */
  async stop(): Promise<void> {
    await this.turn;
    await this.letGo();
  }

  private async sendNow(records: Iterable<AddressedRecord>): Promise<readonly RecordMetadata[]> {
    const stored: RecordMetadata[] = [];
    try {
      this.producer ??= await this.connected();
      for (const request of requestsOf(records)) {
        const topicMessages = [...request].map(([topic, messages]) => ({ topic, messages }));
        stored.push(...(await this.producer.sendBatch({ acks: -1, topicMessages })));
      }
      return stored;
    } catch (error) {
      // Its count of what was sent is behind the broker's now: another batch under the same numbers would be taken for a
      // repetition, and answered as if it had been stored.
      await this.letGo();
      throw error;
    }
  }

  private async connected(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      retry: RETRY,
    });
    await producer.connect();
    return producer;
  }

  private async letGo(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }
}

type Request = Map<string, Message[]>;

function* requestsOf(records: Iterable<AddressedRecord>): Generator<Request> {
  let request: Request = new Map();
  let weight = 0;
  for (const { topic, key, value, headers } of records) {
    const recordWeight = value.length + ENVELOPE_WEIGHT;
    if (weight > 0 && weight + recordWeight > REQUEST_WEIGHT) {
      yield request;
      [request, weight] = [new Map(), 0];
    }
    const messages = request.get(topic) ?? [];
    request.set(topic, messages);
    messages.push({ key, value, headers: { ...headers } });
    weight += recordWeight;
  }
  if (weight > 0) yield request;
}
