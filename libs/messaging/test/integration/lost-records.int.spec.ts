import { ensureTopics, topicName, type ConsumerHealth } from '@ledgerdesk/messaging';
import { describeWithKafka, startKafka, type TestKafka } from '@ledgerdesk/testing';
import { Kafka, KafkaJSProtocolError, logLevel, type Admin } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeskLedger } from '../support/desk-ledger.ts';
import { EffectsDatabase, StoringConsumer } from '../support/feed-conformance/effects-database.ts';
import type { WatchedFeed } from '../support/feed-conformance/feed-bench.ts';
import { KafkaBench } from '../support/feed-conformance/kafka-bench.ts';
import { quiet } from '../support/quiet.ts';

describeWithKafka('Where Kafka has lost records, a consumer', () => {
  let kafka: TestKafka;
  let admin: Admin;
  let bench: KafkaBench;
  let desk: DeskLedger;
  let database: EffectsDatabase;
  const running: WatchedFeed[] = [];

  beforeAll(async () => {
    kafka = await startKafka();
    admin = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
  });
  beforeEach(async () => {
    bench = await KafkaBench.start(kafka.brokers);
    desk = new DeskLedger(bench.eventStore);
    database = new EffectsDatabase();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((feed) => feed.stop()));
    await bench.stop();
  });
  afterAll(async () => {
    await admin.disconnect();
    await kafka.stop();
  });

  const topic = () => topicName('ticket', bench.generation);
  const TICKETS = ['t0', 't1', 't2', 't3', 't4', 't5'];
  const take = async (tickets: readonly string[] = TICKETS): Promise<void> => {
    for (const ticket of tickets) await desk.take(ticket, 'anna');
    await bench.publish();
  };
  async function started(before: () => unknown = () => undefined): Promise<WatchedFeed> {
    const feed = bench.feed(quiet, { sessionMs: 6_000 });
    running.push(feed);
    feed.subscribe(new StoringConsumer(database, { name: 'one', topics: ['ticket'], before }));
    await feed.start();
    return feed;
  }
  /** The feed has committed what it took, and is gone. */
  async function hadAll(events: number): Promise<void> {
    const feed = await started();
    await database.untilStored(events);
    while ((await committed()).reduce((sum, offset) => sum + Math.max(0, offset), 0) < events) await sleep(20);
    await feed.stop();
  }
  async function committed(): Promise<readonly number[]> {
    const groupId = `ledgerdesk.one.${bench.generation}`;
    const [one] = await admin.fetchOffsets({ groupId, topics: [topic()] });
    return one!.partitions.map(({ offset }) => Number(offset));
  }
  /** A broker that has just made a topic may answer that it does not lead it yet. */
  async function partitions(): ReturnType<Admin['fetchTopicOffsets']> {
    for (;;) {
      try {
        return await admin.fetchTopicOffsets(topic());
      } catch (error) {
        if (!(error instanceof KafkaJSProtocolError && error.type === 'NOT_LEADER_FOR_PARTITION')) throw error;
        await admin.fetchTopicMetadata({ topics: [topic()] });
        await sleep(20);
      }
    }
  }
  /** Retention does so, where somebody has set it. */
  const cut = async (less = 0): Promise<void> => {
    const cuts = (await partitions()).map(({ partition, high }) => ({
      partition,
      offset: String(Math.max(0, Number(high) - less)),
    }));
    await admin.deleteTopicRecords({ topic: topic(), partitions: cuts.filter(({ offset }) => offset !== '0') });
  };
  async function madeAgain(): Promise<void> {
    await admin.deleteTopics({ topics: [topic()] });
    while ((await admin.listTopics()).includes(topic())) await sleep(20);
    const { connection, generation } = bench;
    await ensureTopics({ connection, generation, topics: ['ticket'], logger: quiet });
    await bench.handOver();
  }
  async function stopped(feed: WatchedFeed): Promise<ConsumerHealth> {
    for (;;) {
      const health = feed.health()[0]!;
      if (health.stopped) return health;
      await sleep(20);
    }
  }
  const once = (times: number) =>
    Object.fromEntries(TICKETS.map((name) => [`ticket ${name}`, Array.from({ length: times }, (_, at) => at)]));
  const REPAIR = /^Kafka has lost records of ledgerdesk\.ticket\.[0-9a-f]+\/\d+: .*ledgerdesk generation fill NAME/;

  it('stops where what it has yet to read was cut while it was stopped', async () => {
    await take();
    await hadAll(6);
    await take();
    await cut();
    const { fault } = await stopped(await started());
    expect(fault).toMatch(REPAIR);
    expect(fault).toMatch(/it has to be read from offset \d+ on, and begins at \d+/);
    await take();
    await sleep(500);
    expect(database.byAggregate).toEqual(once(1));
  });

  it('stops where it is new and the topic does not begin at its beginning', async () => {
    await take();
    await cut();
    await take();
    expect((await stopped(await started())).fault).toMatch(REPAIR);
    expect(database.effects).toEqual([]);
  });

  it('goes on where only what it had was cut', async () => {
    await take();
    await hadAll(6);
    await cut();
    await take();
    const feed = await started();
    await database.untilStored(12);
    expect(database.byAggregate).toEqual(once(2));
    expect(feed.health()).toMatchObject([{ stopped: false }]);
  });

  it('stops where what it has yet to read is cut under it', async () => {
    const [holding, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    await take(['t0']);
    const feed = await started(() => {
      holding.resolve();
      return go.promise;
    });
    await holding.promise;
    await take(['t0', 't0']);
    await cut(1);
    go.resolve();
    expect((await stopped(feed)).fault).toMatch(REPAIR);
    expect(database.byAggregate).toEqual({ 'ticket t0': [0] });
  });

  it('stops where all that it has yet to read is cut under it, with the next record at the latest', async () => {
    const [holding, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    await take(['t0']);
    const feed = await started(() => {
      holding.resolve();
      return go.promise;
    });
    await holding.promise;
    await take(['t0', 't0']);
    await cut();
    go.resolve();
    // kafkajs goes elsewhere, without a word; where it had to join anew meanwhile, it is seen then.
    while (!(await committed()).includes(-2) && !feed.health()[0]!.stopped) await sleep(20);
    await take(['t0']);
    expect((await stopped(feed)).fault).toMatch(REPAIR);
    expect(database.byAggregate).toEqual({ 'ticket t0': [0] });
  });

  it('stops where the topic is deleted and made again under it, and the relay goes on', async () => {
    await take();
    const feed = await started();
    await database.untilStored(6);
    await madeAgain();
    await take();
    expect((await stopped(feed)).fault).toMatch(REPAIR);
    expect(database.byAggregate).toEqual(once(1));
  });

  it('stops where the topic was deleted and made again while it was stopped, and the relay went on', async () => {
    await take();
    await hadAll(6);
    await take();
    await madeAgain();
    await take();
    const { fault } = await stopped(await started());
    expect(fault).toMatch(REPAIR);
    expect(fault).toContain('it begins with event 2 of t');
    expect(database.byAggregate).toEqual(once(1));
  });

  it('holds what is cut alone, and takes the other partitions', async () => {
    await take();
    await hadAll(6);
    const [first] = (await partitions()).filter(({ high }) => high !== '0');
    const { partition, high } = first!;
    await take();
    await admin.deleteTopicRecords({ topic: topic(), partitions: [{ partition, offset: String(Number(high) + 1) }] });
    const feed = await started();
    await stopped(feed);
    const there = (await partitions())
      .filter((other) => other.partition !== partition)
      .reduce((sum, { high: end }) => sum + Number(end), 0);
    await database.untilStored(there + Number(high));
    expect(feed.health()[0]!.fault).toContain(`${topic()}/${partition}: `);
  });
});
