import { InMemoryEventStore, placeOf } from '@ledgerdesk/event-store';
import {
  ensureTopics,
  FeedMapping,
  KafkaFeed,
  KafkaPublisher,
  type FeedLogger,
  type KafkaConnection,
  type KafkaFeedOptions,
  type PayloadFormat,
  type PlacedEvent,
} from '@ledgerdesk/messaging';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { published as categories } from '../desk-ledger.ts';
import type { FeedBench } from './feed-bench.ts';
import { quiet } from '../quiet.ts';

const TRIES = 150;
const PAUSE_MS = 200;
/** Small, so that each form gets its turn. */
const PAGE = 7;

const silent: FeedLogger = quiet;

/** A ledger in memory, a relay that is told when to go, and topics of its own on a broker. */
export class KafkaBench implements FeedBench {
  readonly eventStore = new InMemoryEventStore();
  private publishers: readonly KafkaPublisher[] = [];
  private readonly mapping = new FeedMapping(categories);
  readonly published: PlacedEvent[] = [];
  private turn = 0;
  private cursor: Parameters<InMemoryEventStore['readAll']>[1] = 'start';

  private constructor(
    readonly connection: KafkaConnection,
    readonly generation: string,
    private readonly formats: readonly PayloadFormat[],
  ) {
    this.beginToPublish();
  }

  /** Another process goes on with it, which knows nothing of what was published before. */
  async handOver(): Promise<void> {
    await this.stopPublishing();
    this.beginToPublish();
  }

  /** Pages are written in these forms by turns, as while the processes of a service are configured anew. */
  static async start(
    brokers: readonly string[],
    formats: readonly PayloadFormat[] = ['protobuf'],
  ): Promise<KafkaBench> {
    const bench = new KafkaBench({ brokers, clientId: 'spec' }, randomUUID().slice(0, 8), formats);
    const { connection, generation } = bench;
    await ensureTopics({ connection, generation, topics: ['team', 'ticket'], logger: silent });
    return bench;
  }

  feed(logger: FeedLogger = silent, options: Partial<KafkaFeedOptions> = {}): KafkaFeed {
    const { connection, generation, eventStore } = this;
    const backOff = { firstMs: 5, longestMs: 50 };
    return new KafkaFeed({
      connection,
      generation,
      eventStore,
      logger,
      backOff,
      sessionMs: 6_000,
      watchMs: 50,
      ...options,
    });
  }

  async publish(tries = TRIES): Promise<void> {
    const { events, cursor } = await this.eventStore.readAll('everything', this.cursor, 10_000);
    const placed = events.flatMap((recorded) => {
      const topic = this.mapping.topicOf(recorded);
      const { position } = placeOf(recorded.cursor);
      return topic ? [{ event: this.mapping.toFeedEvent(topic, recorded), position }] : [];
    });
    await this.bring(placed, tries);
    this.published.push(...placed);
    this.cursor = cursor;
  }

  /** As a relay does: the same again, in order, until all of it is there. A new partition's leader may not be known yet. */
  private async bring(placed: readonly PlacedEvent[], most = TRIES): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        for (let start = 0; start < placed.length; start += PAGE) {
          await this.publishers[this.turn++ % this.publishers.length]!.publish(placed.slice(start, start + PAGE));
        }
        return;
      } catch (error) {
        if (tries === most) throw error;
        await sleep(PAUSE_MS);
      }
    }
  }

  repeat(): Promise<void> {
    return this.bring(this.published);
  }

  async stop(): Promise<void> {
    await this.stopPublishing();
    await this.eventStore.close();
  }

  private beginToPublish(): void {
    const { connection, generation } = this;
    this.publishers = this.formats.map(
      (format) => new KafkaPublisher({ connection, generation, format, logger: silent }),
    );
  }

  private async stopPublishing(): Promise<void> {
    await Promise.all(this.publishers.map((publisher) => publisher.stop()));
  }
}
