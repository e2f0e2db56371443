import { Partitioners, type Kafka, type Message, type Producer } from 'kafkajs';
import type { FeedLogger } from '../delivery/health.ts';
import type { PlacedEvent, Publisher } from '../port/publisher.ts';
import { kafkaClient, RETRY, type KafkaConnection } from './connection.ts';
import { toRecord } from './kafka-record.ts';
import type { PayloadFormat } from '../cloud-events/payload.ts';
import { topicName } from './topic-names.ts';

export interface KafkaPublisherOptions {
  readonly connection: KafkaConnection;
  readonly generation: string;
  readonly logger: FeedLogger;
  readonly format?: PayloadFormat;
}

/** What one request may hold, in bytes: all of it may be for one partition, and a broker takes a batch of 1 MiB by default. */
const REQUEST_WEIGHT = 768 * 1024;
/** What a record takes beside its value: key and headers, generously. */
const ENVELOPE_WEIGHT = 1_500;

type Request = Map<string, Message[]>;

/** Brings events to Kafka: in their order, durable on all replicas that are in step, one request under way at a time. */
export class KafkaPublisher implements Publisher {
  private readonly kafka: Kafka;
  private producer: Producer | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: KafkaPublisherOptions) {
    this.kafka = kafkaClient(options.connection, options.logger);
  }

  publish(events: readonly PlacedEvent[]): Promise<void> {
    const done = this.turn.then(() => this.send(events));
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Finishes what was given to it. */
  async stop(): Promise<void> {
    await this.turn;
    await this.letGo();
  }

  private async send(events: readonly PlacedEvent[]): Promise<void> {
    try {
      this.producer ??= await this.connected();
      for (const request of this.requestsOf(events)) {
        const topicMessages = [...request].map(([topic, messages]) => ({ topic, messages }));
        await this.producer.sendBatch({ acks: -1, topicMessages });
      }
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

  private *requestsOf(events: readonly PlacedEvent[]): Generator<Request> {
    const { generation, format = 'protobuf' } = this.options;
    let request: Request = new Map();
    let weight = 0;
    for (const placed of events) {
      const { key, value, headers } = toRecord(placed, format);
      const recordWeight = value.length + ENVELOPE_WEIGHT;
      if (weight > 0 && weight + recordWeight > REQUEST_WEIGHT) {
        yield request;
        [request, weight] = [new Map(), 0];
      }
      const name = topicName(placed.event.topic, generation);
      const messages = request.get(name) ?? [];
      request.set(name, messages);
      messages.push({ key, value, headers: { ...headers } });
      weight += recordWeight;
    }
    if (weight > 0) yield request;
  }

  private async letGo(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }
}
