import { describeWithOwnKafka, LocalKafka } from '@ledgerdesk/testing';
import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EffectsDatabase } from '../support/feed-conformance/effects-database.ts';
import { FeedThatMayLose, LOST } from '../support/feed-that-may-lose.ts';

/** As after a power cut under a broker that has no replicas, or where an older image of its disk was put back. */
describeWithOwnKafka('Where a broker comes back without the end of a topic, a consumer', () => {
  let folder: string;
  let kafka: LocalKafka;
  let feeds: FeedThatMayLose;
  let database: EffectsDatabase;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-kafka-'));
    kafka = await LocalKafka.start(folder);
  });
  beforeEach(async () => {
    feeds = await FeedThatMayLose.open(kafka.brokers);
    ({ database } = feeds);
  });
  afterEach(() => feeds.close());
  afterAll(async () => {
    await kafka.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const take = (times: number): Promise<void> => feeds.take(...Array.from({ length: times }, () => 't0'));
  /** The broker dies, and what it had not brought to the disk with it. */
  async function loseAll(): Promise<void> {
    await kafka.end('SIGKILL');
    const data = path.join(folder, 'data');
    for (const name of readdirSync(data).filter((partition) => partition.startsWith(`${feeds.topic}-`))) {
      for (const file of readdirSync(path.join(data, name))) {
        if (file.endsWith('.log')) truncateSync(path.join(data, name, file));
        else if (!file.startsWith('partition.metadata')) rmSync(path.join(data, name, file), { recursive: true });
      }
    }
    await kafka.run();
    await feeds.bench.handOver();
  }
  const allOf = (times: number) => ({ 'ticket t0': Array.from({ length: times }, (_, at) => at) });

  it.each([
    ['stops where what it had taken is gone, when it comes back', 0],
    ['stops where as much as it had taken stands there anew, and takes nothing of that', 3],
    ['stops where more than it had taken stands there anew, and takes nothing of that', 5],
  ])('%s', async (_, anew) => {
    await take(3);
    const before = await feeds.started();
    await database.untilStored(3);
    while (!(await feeds.committed()).includes(3)) await sleep(20);
    await before.stop();
    await loseAll();
    await take(anew);
    expect((await feeds.stopped(await feeds.started())).fault).toMatch(LOST);
    expect(database.byAggregate).toEqual(allOf(3));
  });

  it('stops where that happens under it, and stops again when it comes back', async () => {
    await take(3);
    const feed = await feeds.started();
    await database.untilStored(3);
    while (!(await feeds.committed()).includes(3)) await sleep(20);
    await loseAll();
    expect((await feeds.stopped(feed)).fault).toMatch(LOST);
    await feed.stop();
    expect((await feeds.stopped(await feeds.started())).fault).toMatch(LOST);
    expect(database.byAggregate).toEqual(allOf(3));
  });

  it('stops with the next record where nothing is known of what there was', async () => {
    await take(3);
    await loseAll();
    await take(2);
    const { fault } = await feeds.stopped(await feeds.started());
    expect(fault).toContain('it begins with event 3 of t0');
    expect(database.effects).toEqual([]);
  });

  it('stops with the next record, whatever kafkajs makes of it', async () => {
    await take(3);
    const feed = await feeds.started();
    await database.untilStored(3);
    await loseAll();
    await take(5);
    expect((await feeds.stopped(feed)).fault).toMatch(LOST);
    expect(database.byAggregate).toEqual(allOf(3));
  });
});
