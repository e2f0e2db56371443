import { ensureTopics } from '@ledgerdesk/messaging';
import { describeWithKafka, startKafka, type TestKafka } from '@ledgerdesk/testing';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { offsetsOf } from '../../src/kafka/topic-offsets.ts';
import { EffectsDatabase } from '../support/feed-conformance/effects-database.ts';
import type { WatchedFeed } from '../support/feed-conformance/feed-bench.ts';
import { FeedThatMayLose, LOST } from '../support/feed-that-may-lose.ts';
import { quiet } from '../support/quiet.ts';

const TICKETS = ['t0', 't1', 't2', 't3', 't4', 't5'];

describeWithKafka('Where Kafka has lost records, a consumer', () => {
  let kafka: TestKafka;
  let admin: Admin;
  let feeds: FeedThatMayLose;
  let database: EffectsDatabase;

  beforeAll(async () => {
    kafka = await startKafka();
    admin = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
  });
  beforeEach(async () => {
    feeds = await FeedThatMayLose.open(kafka.brokers);
    ({ database } = feeds);
  });
  afterEach(() => feeds.close());
  afterAll(async () => {
    await admin.disconnect();
    await kafka.stop();
  });

  const take = (tickets: readonly string[] = TICKETS): Promise<void> => feeds.take(...tickets);
  /** The feed has committed what it took, and is gone. */
  async function hadAll(events: number): Promise<void> {
    const feed = await feeds.started();
    await database.untilStored(events);
    while ((await feeds.committed()).reduce((sum, offset) => sum + Math.max(0, offset), 0) < events) await sleep(20);
    await feed.stop();
  }
  /** The feed has the first event of a ticket in hand; two more are there, which it has not read. */
  async function holdingTheFirst(): Promise<{ readonly feed: WatchedFeed; readonly go: () => void }> {
    const [holding, going] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    await take(['t0']);
    const feed = await feeds.started(() => {
      holding.resolve();
      return going.promise;
    });
    await holding.promise;
    await take(['t0', 't0']);
    return { feed, go: going.resolve };
  }
  const partitions = () => offsetsOf(admin, feeds.topic);
  /** Retention does so, where somebody has set it. */
  const cut = async (less = 0): Promise<void> => {
    const cuts = (await partitions()).map(({ partition, high }) => ({
      partition,
      offset: String(Math.max(0, Number(high) - less)),
    }));
    await admin.deleteTopicRecords({ topic: feeds.topic, partitions: cuts.filter(({ offset }) => offset !== '0') });
  };
  async function madeAgain(): Promise<void> {
    await admin.deleteTopics({ topics: [feeds.topic] });
    while ((await admin.listTopics()).includes(feeds.topic)) await sleep(20);
    const { connection, generation } = feeds.bench;
    await ensureTopics({ connection, generation, topics: ['ticket'], logger: quiet });
    await feeds.bench.handOver();
  }
  const once = (times: number) =>
    Object.fromEntries(TICKETS.map((name) => [`ticket ${name}`, Array.from({ length: times }, (_, at) => at)]));

  it('stops where what it has yet to read was cut while it was stopped', async () => {
    await take();
    await hadAll(6);
    await take();
    await cut();
    const { fault } = await feeds.stopped(await feeds.started());
    expect(fault).toMatch(LOST);
    expect(fault).toMatch(/it has to be read from offset \d+ on, and begins at \d+/);
    await take();
    await sleep(500);
    expect(database.byAggregate).toEqual(once(1));
  });

  it('stops where it is new and the topic does not begin at its beginning', async () => {
    await take();
    await cut();
    await take();
    expect((await feeds.stopped(await feeds.started())).fault).toMatch(LOST);
    expect(database.effects).toEqual([]);
  });

  it('goes on where only what it had was cut', async () => {
    await take();
    await hadAll(6);
    await cut();
    await take();
    const feed = await feeds.started();
    await database.untilStored(12);
    expect(database.byAggregate).toEqual(once(2));
    expect(feed.health()).toMatchObject([{ stopped: false }]);
  });

  it('stops where what it has yet to read is cut under it', async () => {
    const { feed, go } = await holdingTheFirst();
    await cut(1);
    go();
    expect((await feeds.stopped(feed)).fault).toMatch(LOST);
    expect(database.byAggregate).toEqual({ 'ticket t0': [0] });
  });

  it('stops where all that it has yet to read is cut under it, with the next record at the latest', async () => {
    const { feed, go } = await holdingTheFirst();
    await cut();
    go();
    // kafkajs goes elsewhere, without a word; where it had to join anew meanwhile, it is seen then.
    while (!(await feeds.committed()).includes(-2) && !feed.health()[0]!.stopped) await sleep(20);
    await take(['t0']);
    expect((await feeds.stopped(feed)).fault).toMatch(LOST);
    expect(database.byAggregate).toEqual({ 'ticket t0': [0] });
  });

  it('stops where the topic is deleted and made again under it, and the relay goes on', async () => {
    await take();
    const feed = await feeds.started();
    await database.untilStored(6);
    await madeAgain();
    await take();
    expect((await feeds.stopped(feed)).fault).toMatch(LOST);
    expect(database.byAggregate).toEqual(once(1));
  });

  it('stops where the topic was deleted and made again while it was stopped, and the relay went on', async () => {
    await take();
    await hadAll(6);
    await take();
    await madeAgain();
    await take();
    const { fault } = await feeds.stopped(await feeds.started());
    expect(fault).toMatch(LOST);
    expect(fault).toContain('it begins with event 2 of t');
    expect(database.byAggregate).toEqual(once(1));
  });

  it('holds what is cut alone, and takes the other partitions', async () => {
    await take();
    await hadAll(6);
    const [first] = (await partitions()).filter(({ high }) => high !== '0');
    const { partition, high } = first!;
    await take();
    await admin.deleteTopicRecords({
      topic: feeds.topic,
      partitions: [{ partition, offset: String(Number(high) + 1) }],
    });
    const feed = await feeds.started();
    await feeds.stopped(feed);
    const there = (await partitions())
      .filter((other) => other.partition !== partition)
      .reduce((sum, { high: end }) => sum + Number(end), 0);
    await database.untilStored(there + Number(high));
    expect(feed.health()[0]!.fault).toContain(`${feeds.topic}/${partition}: `);
  });
});
