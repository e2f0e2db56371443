import { topicName, type ConsumerHealth } from '@ledgerdesk/messaging';
import { describeWithOwnKafka, LocalKafka } from '@ledgerdesk/testing';
import { Kafka, logLevel } from 'kafkajs';
import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeskLedger } from '../support/desk-ledger.ts';
import { EffectsDatabase, StoringConsumer } from '../support/feed-conformance/effects-database.ts';
import type { WatchedFeed } from '../support/feed-conformance/feed-bench.ts';
import { KafkaBench } from '../support/feed-conformance/kafka-bench.ts';
import { quiet } from '../support/quiet.ts';

/** As after a power cut under a broker that has no replicas, or where an older image of its disk was put back. */
describeWithOwnKafka('Where a broker comes back without the end of a topic, a consumer', () => {
  let folder: string;
  let kafka: LocalKafka;
  let bench: KafkaBench;
  let desk: DeskLedger;
  let database: EffectsDatabase;
  const running: WatchedFeed[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-kafka-'));
    kafka = await LocalKafka.start(folder);
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
    await kafka.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const topic = () => topicName('ticket', bench.generation);
  const take = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await desk.take('t0', 'anna');
    await bench.publish();
  };
  async function started(): Promise<WatchedFeed> {
    const feed = bench.feed(quiet, { sessionMs: 6_000 });
    running.push(feed);
    feed.subscribe(new StoringConsumer(database, { name: 'one', topics: ['ticket'] }));
    await feed.start();
    return feed;
  }
  /** The broker dies, and what it had not brought to the disk with it. */
  async function loseAll(): Promise<void> {
    await kafka.end('SIGKILL');
    const data = path.join(folder, 'data');
    for (const name of readdirSync(data).filter((partition) => partition.startsWith(`${topic()}-`))) {
      for (const file of readdirSync(path.join(data, name))) {
        if (file.endsWith('.log')) truncateSync(path.join(data, name, file));
        else if (!file.startsWith('partition.metadata')) rmSync(path.join(data, name, file), { recursive: true });
      }
    }
    await kafka.run();
    await bench.handOver();
  }
  async function stopped(feed: WatchedFeed): Promise<ConsumerHealth> {
    while (!feed.health()[0]!.stopped) await sleep(20);
    return feed.health()[0]!;
  }
  async function committed(): Promise<readonly string[]> {
    const admin = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    try {
      const [one] = await admin.fetchOffsets({ groupId: `ledgerdesk.one.${bench.generation}`, topics: [topic()] });
      return one!.partitions.map(({ offset }) => offset);
    } finally {
      await admin.disconnect();
    }
  }
  const LOST = /^Kafka has lost records of ledgerdesk\.ticket\.[0-9a-f]+\/\d+: .*ledgerdesk generation fill NAME/;
  const allOf = (times: number) => ({ 'ticket t0': Array.from({ length: times }, (_, at) => at) });

  it.each([
    ['stops where what it had taken is gone, when it comes back', 0],
    ['stops where as much as it had taken stands there anew, and takes nothing of that', 3],
    ['stops where more than it had taken stands there anew, and takes nothing of that', 5],
  ])('%s', async (_, anew) => {
    await take(3);
    const before = await started();
    await database.untilStored(3);
    while (!(await committed()).includes('3')) await sleep(20);
    await before.stop();
    await loseAll();
    await take(anew);
    expect((await stopped(await started())).fault).toMatch(LOST);
    expect(database.byAggregate).toEqual(allOf(3));
  });

  it('stops where that happens under it, and stops again when it comes back', async () => {
    await take(3);
    const feed = await started();
    await database.untilStored(3);
    while (!(await committed()).includes('3')) await sleep(20);
    await loseAll();
    expect((await stopped(feed)).fault).toMatch(LOST);
    await feed.stop();
    expect((await stopped(await started())).fault).toMatch(LOST);
    expect(database.byAggregate).toEqual(allOf(3));
  });

  it('stops with the next record where nothing is known of what there was', async () => {
    await take(3);
    await loseAll();
    await take(2);
    const { fault } = await stopped(await started());
    expect(fault).toContain('it begins with event 3 of t0');
    expect(database.effects).toEqual([]);
  });

  it('stops with the next record, whatever kafkajs makes of it', async () => {
    await take(3);
    const feed = await started();
    await database.untilStored(3);
    await loseAll();
    await take(5);
    expect((await stopped(feed)).fault).toMatch(LOST);
    expect(database.byAggregate).toEqual(allOf(3));
  });
});
