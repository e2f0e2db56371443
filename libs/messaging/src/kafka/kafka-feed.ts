import { placeOf, type EventStore } from '@ledgerdesk/event-store';
import type { Kafka } from 'kafkajs';
import type { BackOff } from '../delivery/back-off.ts';
import type { ConsumerHealth, FeedLogger } from '../delivery/health.ts';
import type { Consumer, Feed } from '../port/feed.ts';
import { Deliveries } from '../delivery/deliveries.ts';
import { kafkaClient, type KafkaConnection } from './connection.ts';
import { KafkaDelivery } from './kafka-delivery.ts';

export interface KafkaFeedOptions {
  readonly connection: KafkaConnection;
  /** Which generation of the topics: see `ensureTopics`. */
  readonly generation: string;
  /** The ledger whose events these are: checkpoints are held against it. */
  readonly eventStore: Pick<EventStore, 'head'>;
  readonly logger: FeedLogger;
  /** When a failed batch comes again. */
  readonly backOff?: BackOff;
  /** After so long without a sign of life another process takes over. */
  readonly sessionMs?: number;
  /** How often running consumers are held against the ledger. */
  readonly watchMs?: number;
}

const BACK_OFF: BackOff = { firstMs: 100, longestMs: 10_000 };
const BATCH_SIZE = 1000;
const SESSION_MS = 30_000;
const WATCH_MS = 5_000;

/** The feed of many processes: those that have a consumer of the same name share its partitions. */
export class KafkaFeed implements Feed {
  private readonly kafka: Kafka;
  private readonly deliveries = new Deliveries();

  constructor(private readonly options: KafkaFeedOptions) {
    this.kafka = kafkaClient(options.connection, options.logger);
  }

  subscribe(consumer: Consumer): void {
    this.deliveries.add(consumer.name, this.deliveryTo(consumer));
  }

  /** Does not wait for the brokers, which may come later: `health` tells. */
  async start(): Promise<void> {
    this.deliveries.start();
  }

  stop(): Promise<void> {
    return this.deliveries.stop();
  }

  /** How each consumer is doing, in the order of their subscription. */
  health(): readonly ConsumerHealth[] {
    return this.deliveries.health();
  }

  private deliveryTo(consumer: Consumer): KafkaDelivery {
    const { generation, eventStore, logger, backOff = BACK_OFF } = this.options;
    return new KafkaDelivery({
      kafka: this.kafka,
      consumer,
      generation,
      batchSize: consumer.batchSize ?? BATCH_SIZE,
      sessionMs: this.options.sessionMs ?? SESSION_MS,
      watchMs: this.options.watchMs ?? WATCH_MS,
      backOff,
      logger,
      head: async () => placeOf(await eventStore.head()),
    });
  }
}
