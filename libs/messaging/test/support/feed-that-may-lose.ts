import { topicName, type ConsumerHealth } from '@ledgerdesk/messaging';
import { Kafka, logLevel } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeskLedger } from './desk-ledger.ts';
import { EffectsDatabase, StoringConsumer } from './feed-conformance/effects-database.ts';
import type { WatchedFeed } from './feed-conformance/feed-bench.ts';
import { KafkaBench } from './feed-conformance/kafka-bench.ts';
import { quiet } from './quiet.ts';

/** What a consumer says that is held since Kafka has lost records of tickets. */
export const LOST = /^Kafka has lost records of ledgerdesk\.ticket\.[0-9a-f]+\/\d+: .*ledgerdesk generation fill NAME/;

/** A ledger of tickets whose topic may lose records, and a consumer of it, in one process after the other. */
export class FeedThatMayLose {
  readonly desk: DeskLedger;
  readonly database = new EffectsDatabase();
  private readonly running: WatchedFeed[] = [];

  private constructor(readonly bench: KafkaBench) {
    this.desk = new DeskLedger(bench.eventStore);
  }

  static async open(brokers: readonly string[]): Promise<FeedThatMayLose> {
    return new FeedThatMayLose(await KafkaBench.start(brokers));
  }

  get topic(): string {
    return topicName('ticket', this.bench.generation);
  }

  /** Something happens to each of them, and is published. */
  async take(...tickets: readonly string[]): Promise<void> {
    for (const ticket of tickets) await this.desk.take(ticket, 'anna');
    await this.bench.publish();
  }

  async started(before: () => unknown = () => undefined): Promise<WatchedFeed> {
    const feed = this.bench.feed(quiet, { sessionMs: 6_000 });
    this.running.push(feed);
    feed.subscribe(new StoringConsumer(this.database, { name: 'one', topics: ['ticket'], before }));
    await feed.start();
    return feed;
  }

  /** How the consumer is, once it takes nothing more of some partition. */
  async stopped(feed: WatchedFeed): Promise<ConsumerHealth> {
    while (!feed.health()[0]!.stopped) await sleep(20);
    return feed.health()[0]!;
  }

  /** Of each partition the offset that the consumer's group has committed. */
  async committed(): Promise<readonly number[]> {
    const { connection, generation } = this.bench;
    const admin = new Kafka({ brokers: [...connection.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    try {
      const [one] = await admin.fetchOffsets({ groupId: `ledgerdesk.one.${generation}`, topics: [this.topic] });
      return one!.partitions.map(({ offset }) => Number(offset));
    } finally {
      await admin.disconnect();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.running.splice(0).map((feed) => feed.stop()));
    await this.bench.stop();
  }
}
