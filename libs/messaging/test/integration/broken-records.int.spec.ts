import { itemsOf, passedOverIn, ReactionConsumer, type KafkaFeed, type ParkedKey } from '@ledgerdesk/messaging';
import { describeWithKafka, startKafka, startPostgres, type TestKafka, type TestPostgres } from '@ledgerdesk/testing';
import { Kafka, logLevel } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { toRecord } from '../../src/kafka/kafka-record.ts';
import { listParked } from '../../src/parking/parked-list.ts';
import { DeskLedger } from '../support/desk-ledger.ts';
import { KafkaBench } from '../support/feed-conformance/kafka-bench.ts';
import { quiet } from '../support/quiet.ts';
import { consumerDatabase, emptied } from '../support/consumer-database.ts';

describeWithKafka('With a Kafka and a PostgreSQL,', () => {
  let kafka: TestKafka;
  let postgres: TestPostgres;
  let database: pg.Pool;
  let bench: KafkaBench;
  let desk: DeskLedger;
  const running: KafkaFeed[] = [];

  beforeAll(async () => {
    [kafka, postgres] = await Promise.all([startKafka(), startPostgres()]);
    database = await consumerDatabase(postgres);
  });
  beforeEach(async () => {
    await emptied(database);
    bench = await KafkaBench.start(kafka.brokers);
    desk = new DeskLedger(bench.eventStore);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((feed) => feed.stop()));
    await bench.stop();
  });
  afterAll(async () => {
    await database.end();
    await Promise.all([kafka.stop(), postgres.stop()]);
  });

  const handled: string[] = [];
  const started = async (): Promise<KafkaFeed> => {
    const reaction = new ReactionConsumer({
      name: 'spec.react',
      topics: ['ticket'],
      database,
      logger: quiet,
      backOff: { firstMs: 20, longestMs: 20 },
      handle: ({ subject, sequence }) => Promise.resolve(void handled.push(`${subject}/${sequence}`)),
    });
    const feed = bench.feed();
    running.push(feed);
    feed.subscribe(reaction);
    await feed.start();
    return feed;
  };
  beforeEach(() => void handled.splice(0));

  /** Publishes what the desk has said, the last of it with another value and content type. */
  const publishBroken = async (value: Buffer, contentType = 'application/protobuf'): Promise<Buffer> => {
    await bench.publish();
    const { event, position } = bench.published.at(-1)!;
    const record = toRecord({ event: { ...event, sequence: event.sequence + 1 }, position: position + 1n }, 'protobuf');
    const producer = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    await producer.send({
      topic: `ledgerdesk.ticket.${bench.generation}`,
      messages: [{ ...record, value, headers: { ...record.headers, 'content-type': contentType } }],
    });
    await producer.disconnect();
    return record.value;
  };
  const parked = (): Promise<readonly ParkedKey[]> => listParked(database, { limit: 10 });
  const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await condition())) await sleep(10);
  };
  /** One event in each partition and more, so that all of them are seen to flow. */
  const everywhere = async (): Promise<void> => {
    for (let n = 0; n < 30; n += 1) await desk.take(`t${n}`, 'anna');
    await bench.publish();
  };

  it('broken bytes are parked with their checkpoint, their aggregate waits, and all others flow', async () => {
    await desk.take('t0', 'anna');
    await publishBroken(Buffer.from('not at all'));
    await desk.claim('the position that the broken one has');
    await everywhere();
    const feed = await started();

    await until(() => handled.length === 30);
    await until(async () => (await parked())[0]?.waiting === 2);
    expect(handled.toSorted()).toEqual(Array.from({ length: 30 }, (_, n) => `t${n}/0`).toSorted());
    const [record, behind] = await itemsOf(database, (await parked())[0]!, 10);
    expect(record!.record).toMatchObject({ value: Buffer.from('not at all'), topic: 'ticket', place: { offset: 1n } });
    expect(record!.record!.headers).toHaveProperty('ce_id');
    expect(JSON.parse(behind!.event!)).toMatchObject({ subject: 't0', sequence: '0000000001' });
    expect(feed.health()).toMatchObject([{ stopped: false }]);
  });

  it('they are parked once, however often they are read', async () => {
    await desk.take('t0', 'anna');
    await publishBroken(Buffer.from('not at all'));
    await (await started()).stop();
    await started();
    await until(async () => (await parked()).length === 1);
    await running.pop()!.stop();
    // Nothing tells any more where in the partition the consumer stands: it reads all of it again.
    await database.query('UPDATE consumer_checkpoint SET position = -1');
    await started();
    await everywhere();
    await until(() => handled.length >= 30);
    expect(await parked()).toMatchObject([{ key: expect.stringMatching(/t0$/) as string }]);
    expect((await database.query('SELECT FROM broken_record')).rowCount).toBe(1);
  });

  it('they are taken in their turn when they can be read, and then what waits behind them', async () => {
    await desk.take('t0', 'anna');
    const whole = await publishBroken(Buffer.from('not at all'));
    await desk.claim('the position that the broken one has');
    await everywhere();
    await started();
    await until(async () => (await parked())[0]?.waiting === 2);

    // As a fixed program would read them.
    await database.query('UPDATE broken_record SET value = $1', [whole]);
    await until(async () => (await parked()).length === 0);
    expect(handled.filter((one) => one.startsWith('t0/'))).toEqual(['t0/0', 't0/1', 't0/1']);
  });

  it('a message from the future is remembered, whether it comes by itself or was parked behind broken bytes', async () => {
    const future = Buffer.from([0xc2, 0x3e, 0x03, 0x61, 0x62, 0x63]);
    await desk.take('t0', 'anna');
    await publishBroken(future, 'application/avro');
    await desk.take('t1', 'anna');
    await publishBroken(future);
    await desk.claim('the position that the last one has');
    await started();
    await until(async () => (await parked()).length === 1 && (await passedOverIn(database, { limit: 9 })).length === 1);
    const headers = `replace(headers, '${Buffer.from('application/avro').toString('base64')}', '${Buffer.from('application/protobuf').toString('base64')}')`;
    await database.query(`UPDATE broken_record SET headers = ${headers}`);

    await until(async () => (await parked()).length === 0);
    expect(await passedOverIn(database, { limit: 9 })).toMatchObject([
      {
        type: 'ledgerdesk.tickets.v1.TicketTaken',
        unknown: 'type',
        count: 2,
        first: { subject: 't1' },
        last: { subject: 't0' },
      },
    ]);
    expect(handled.toSorted()).toEqual(['t0/0', 't1/0']);
  });
});
