import { KafkaBacklog } from '@ledgerdesk/messaging';
import { describeWithKafka, startKafka, type TestKafka } from '@ledgerdesk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeskLedger } from '../support/desk-ledger.ts';
import { KafkaBench } from '../support/feed-conformance/kafka-bench.ts';
import { Listener } from '../support/listener.ts';
import { quiet } from '../support/quiet.ts';

describeWithKafka('What a consumer has yet to take from Kafka', () => {
  let kafka: TestKafka;
  let bench: KafkaBench;
  let desk: DeskLedger;
  let backlog: KafkaBacklog;

  beforeAll(async () => {
    kafka = await startKafka();
    bench = await KafkaBench.start(kafka.brokers);
    desk = new DeskLedger(bench.eventStore);
    const { connection, generation } = bench;
    backlog = new KafkaBacklog({ connection, generation, logger: quiet });
  });
  afterAll(async () => {
    await bench.stop();
    await kafka.stop();
  });

  const take = async (ticket: string, times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await desk.take(ticket, 'anna');
    await bench.publish();
  };
  /** A broker that has just begun knows nothing of a group yet. */
  async function look(consumer: Listener): ReturnType<KafkaBacklog['look']> {
    for (;;) {
      try {
        return await backlog.look([consumer]);
      } catch {
        await sleep(50);
      }
    }
  }
  async function left(consumer: Listener): Promise<number> {
    const [one] = await look(consumer);
    return Number(one!.sources.reduce((sum, { taken, end }) => sum + end - taken, 0n));
  }

  it('is all that its topics hold before it has begun, and nothing once it has taken that', async () => {
    const listener = new Listener('one', ['ticket']);
    await take('t1', 3);
    await take('t2', 2);
    expect(await left(listener)).toBe(5);
    const feed = bench.feed();
    feed.subscribe(listener);
    await feed.start();
    await listener.untilTaken(5);
    // What a group has come to is committed after its batches.
    while ((await left(listener)) > 0) await sleep(50);
    await feed.stop();
    await take('t1', 1);
    expect(await left(listener)).toBe(1);
    const { sources } = (await look(listener))[0]!;
    expect(sources).toHaveLength(12);
    expect(sources.map(({ source }) => source)).toContain('ticket/0');
  });
});
