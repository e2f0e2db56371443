import type { FeedBatch } from '@ledgerdesk/messaging';
import { describeWithOwnKafka, startOwnKafka, type OwnKafka } from '@ledgerdesk/testing';
import { Kafka, logLevel, type Message } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeskLedger } from '../support/desk-ledger.ts';
import { EffectsDatabase, StoringConsumer } from '../support/feed-conformance/effects-database.ts';
import type { WatchedFeed } from '../support/feed-conformance/feed-bench.ts';
import { KafkaBench } from '../support/feed-conformance/kafka-bench.ts';

// A feed that did not stop was seen once in a whole run, before a membership let go of a kafkajs that does not leave; why is not known.
// It is tried again, and what was wrong at first is printed.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

describeWithOwnKafka('The feed from Kafka', () => {
  let kafka: OwnKafka;
  let bench: KafkaBench;
  let desk: DeskLedger;
  let database: EffectsDatabase;
  const running: WatchedFeed[] = [];

  beforeAll(async () => void (kafka = await startOwnKafka()));
  beforeEach(async () => {
    bench = await KafkaBench.start(kafka.brokers);
    desk = new DeskLedger(bench.eventStore);
    database = new EffectsDatabase();
  });
  afterEach(async () => {
    const stopped = Promise.all(running.splice(0).map((feed) => feed.stop())).then(() => 'stopped');
    expect(await Promise.race([stopped, sleep(90_000, 'the feeds do not stop', { ref: false })])).toBe('stopped');
    await bench.stop();
  });
  afterAll(() => kafka.stop());

  const told = () => database.changed();
  const logger = { warn: told, error: told, debug: told };
  async function started(consumer: StoringConsumer, sessionMs = 6_000): Promise<WatchedFeed> {
    const feed = bench.feed(logger, { sessionMs });
    running.push(feed);
    feed.subscribe(consumer);
    await feed.start();
    return feed;
  }
  const consumerOf = (before: (batch: FeedBatch) => unknown = () => undefined) =>
    new StoringConsumer(database, { name: 'one', topics: ['ticket'], batchSize: 20, before });
  const append = async (tickets: number, times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      for (let n = 0; n < tickets; n += 1) await desk.take(`t${n}`, 'anna');
    }
  };
  const take = async (tickets: number, times: number): Promise<void> => {
    await append(tickets, times);
    await bench.publish();
  };
  const once = (tickets: number, times: number) =>
    Object.fromEntries(
      Array.from({ length: tickets }, (_, n) => [`ticket t${n}`, Array.from({ length: times }, (_, at) => at)]),
    );
  const client = () => new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING });

  describe('where the broker is killed and comes back', () => {
    it('loses and repeats nothing of what is under way', async () => {
      const feed = await started(consumerOf());
      await take(10, 5);
      await database.untilStored(20);
      await kafka.kill();
      await append(10, 5);
      const publishing = untilSucceeded(() => bench.publish());
      await sleep(300);
      await kafka.start();
      await publishing;

      await database.untilStored(100);
      await take(10, 1);
      await database.untilStored(110);
      expect(database.byAggregate).toEqual(once(10, 11));
      expect(feed.health()).toMatchObject([{ stopped: false }]);
    });

    it('meanwhile lets a consumer stop and another start, and tells the relay that nothing is durable', async () => {
      const leaving = await started(consumerOf());
      await take(5, 1);
      await database.untilStored(5);
      await kafka.kill();
      await leaving.stop();
      const feed = await started(consumerOf());
      await database.until(() => feed.health()[0]!.fault !== undefined);
      await append(5, 1);
      await expect(bench.publish(1)).rejects.toThrow();
      await kafka.start();
      await untilSucceeded(() => bench.publish());

      await database.untilStored(10);
      expect(database.byAggregate).toEqual(once(5, 2));
      const { position } = bench.published.at(-1)!;
      while (feed.health()[0]!.position !== position) await sleep(5);
      expect(feed.health()).toEqual([{ consumer: 'one', position, stopped: false }]);
    });
  });

  describe('where members come and go', () => {
    it('shares the partitions among them, and has each effect once', async () => {
      const [one, two] = [consumerOf(() => sleep(2)), consumerOf(() => sleep(2))];
      await started(one);
      await take(24, 10);
      await database.untilStored(60);
      const second = await started(two);
      let times = 10;
      for (; !two.batches.some(({ events }) => events.length > 0); times += 1) await take(24, 1);
      await second.stop();
      await take(24, 10);
      times += 10;

      await database.untilStored(24 * times);
      expect(database.byAggregate).toEqual(once(24, times));
    });

    it('detects a member that believes it still has a partition, and has each effect once', async () => {
      const [holding, asleep] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const sleeper = consumerOf(() => {
        holding.resolve();
        return asleep.promise;
      });
      await started(sleeper, 1_500);
      await take(24, 4);
      await holding.promise;
      // Does not wait for ever that the sleeper gives its partitions back.
      const other = consumerOf();
      await started(other, 1_500);
      await database.until(() => other.batches.length > 0);
      asleep.resolve();

      await database.untilStored(96);
      await take(24, 1);
      await database.untilStored(120);
      expect(database.byAggregate).toEqual(once(24, 5));
    });
  });

  describe('where it begins to read', () => {
    const committed = async (): Promise<readonly string[]> => {
      const admin = client().admin();
      await admin.connect();
      const [topic] = await admin.fetchOffsets({
        groupId: `ledgerdesk.one.${bench.generation}`,
        topics: [ticketTopic()],
      });
      await admin.disconnect();
      return topic!.partitions.flatMap(({ offset, metadata }) => (offset === '-1' ? [] : [`${metadata}`]));
    };

    it('commits to the group how far it has come, for tools and for the next start', async () => {
      const feed = await started(consumerOf());
      await take(3, 2);
      await database.untilStored(6);
      await feed.stop();
      const places = [...database.checkpoints.values()].map(({ epoch, position }) => `${epoch}.${position}`);
      expect([...(await committed())].sort()).toEqual(places.sort());
    });

    it('believes its own checkpoint and not what somebody has committed to the group', async () => {
      const feed = await started(consumerOf());
      await take(3, 2);
      await database.untilStored(6);
      await feed.stop();
      await take(3, 1);
      const admin = client().admin();
      await admin.connect();
      const partitions = (await admin.fetchTopicOffsets(ticketTopic())).map(({ partition, high }) => ({
        partition,
        offset: high,
      }));
      await admin.setOffsets({ groupId: `ledgerdesk.one.${bench.generation}`, topic: ticketTopic(), partitions });
      await admin.disconnect();

      await started(consumerOf());
      await database.untilStored(9);
      expect(database.byAggregate).toEqual(once(3, 3));
    });
  });

  describe('where a record is not as expected', () => {
    /** The record of an event as it would be, changed and sent instead of it. */
    const sendChanged = async (change: (message: Message) => Message): Promise<void> => {
      const [records, producer] = [await recordsOf(client(), ticketTopic()), client().producer()];
      await producer.connect();
      await producer.send({ topic: ticketTopic(), messages: [change(records.at(-1)!)] });
      await producer.disconnect();
    };
    const positioned = (message: Message, position: bigint): Message => ({
      ...message,
      headers: { ...message.headers, ce_position: position.toString() },
    });

    it('passes a message from the future over, tells the consumer of it, and goes on behind it', async () => {
      await take(1, 1);
      const { position } = bench.published[0]!;
      const future = Buffer.from([0xc2, 0x3e, 0x03, 0x61, 0x62, 0x63]);
      await sendChanged((message) => ({ ...positioned(message, position + 1n), value: future }));
      await desk.join('a', 'anna');
      await desk.take('t0', 'carla');
      const consumer = consumerOf();
      const feed = await started(consumer);
      await bench.publish();

      await database.untilStored(2);
      expect(database.byAggregate).toEqual(once(1, 2));
      expect(consumer.batches.flatMap(({ passedOver = [] }) => passedOver)).toMatchObject([
        { subject: 't0', type: 'ledgerdesk.tickets.v1.TicketTaken', position: position + 1n, unknown: 'type' },
      ]);
      while (feed.health()[0]!.passedOver !== 1) await sleep(5);
    });

    it('brings broken bytes to the consumer, whole and in their turn, and goes on behind them', async () => {
      await take(1, 1);
      await sendChanged((message) => ({ ...message, value: Buffer.from('not at all') }));
      await take(12, 1);
      const consumer = consumerOf();
      const feed = await started(consumer);

      await database.untilStored(13);
      expect(database.byAggregate).toEqual({ ...once(12, 1), 'ticket t0': [0, 1] });
      const [broken] = consumer.batches.flatMap(({ broken = [] }) => broken);
      const { event } = bench.published[0]!;
      expect(broken).toMatchObject({
        topic: 'ticket',
        aggregate: { tenant: event.tenant, subject: 't0' },
        place: { topic: ticketTopic(), offset: 1n },
        value: Buffer.from('not at all'),
        headers: { ce_id: Buffer.from(event.id) },
      });
      expect(broken!.reason).toContain('A record cannot be read');
      expect(feed.health()).toMatchObject([{ stopped: false }]);
      expect(feed.health()[0]).not.toHaveProperty('fault');
    });

    it('holds where an event is of another epoch than the ledger: the generation was not changed', async () => {
      await take(1, 1);
      await sendChanged((message) => ({
        ...positioned(message, 99n),
        headers: { ...message.headers, ce_position: '99', ce_epoch: 'another' },
      }));
      const feed = await started(consumerOf());
      await database.until(() => feed.health()[0]!.fault !== undefined);
      expect(feed.health()[0]!.fault).toContain('read the generation that was filled from this ledger');
      expect(database.byAggregate).toEqual(once(1, 1));
    });
  });

  const ticketTopic = (): string => `ledgerdesk.ticket.${bench.generation}`;
});

/** As a relay does, and whoever asks a broker that has just come back. */
async function untilSucceeded<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch {
      await sleep(100);
    }
  }
}

/** All that a topic holds. */
async function recordsOf(client: Kafka, topic: string): Promise<readonly (Message & { partition: number })[]> {
  const [admin, consumer] = [
    client.admin(),
    client.consumer({ groupId: `look.${topic}.${performance.now()}`, maxWaitTimeInMs: 50 }),
  ];
  await admin.connect();
  const total = (await untilSucceeded(() => admin.fetchTopicOffsets(topic))).reduce(
    (sum, { high }) => sum + Number(high),
    0,
  );
  await admin.disconnect();
  const records: (Message & { partition: number })[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise<void>((resolve) => {
    void consumer.run({
      eachMessage: async ({ partition, message: { key, value, headers } }) => {
        records.push({ partition, key, value, headers: headers ?? {} });
        if (records.length === total) resolve();
      },
    });
  });
  await consumer.disconnect();
  return records;
}
