import { describeWithOwnKafka, startKafka, startOwnKafka, type OwnKafka, type TestKafka } from '@ledgerdesk/testing';
import { Kafka, logLevel } from 'kafkajs';
import { createConnection } from 'node:net';

describeWithOwnKafka('A Kafka of a spec’s own', () => {
  let kafka: OwnKafka;

  beforeAll(async () => void (kafka = await startOwnKafka()));
  afterAll(() => kafka.stop());

  const client = ({ brokers }: TestKafka) => new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });

  it('keeps what was acknowledged when it is killed, and comes back at the same address', async () => {
    const { brokers, pid } = kafka;
    const [admin, producer] = [client(kafka).admin(), client(kafka).producer({ idempotent: true })];
    await Promise.all([admin.connect(), producer.connect()]);
    await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }], waitForLeaders: false });
    await producer.send({ topic: 'kept', acks: -1, messages: [{ value: 'one' }, { value: 'two' }] });

    await kafka.kill();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await kafka.start();
    expect(kafka.brokers).toEqual(brokers);
    await producer.send({ topic: 'kept', acks: -1, messages: [{ value: 'three' }] });
    expect(await admin.fetchTopicOffsets('kept')).toMatchObject([{ low: '0', high: '3' }]);
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  });

  it('is gone when it is stopped', async () => {
    const other = await startOwnKafka();
    await other.stop();
    await expect(connected(other.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(() => process.kill(other.pid, 0)).toThrow('ESRCH');
  });

  it('gives way to the one that the environment names', async () => {
    process.env.KAFKA_BROKERS = 'one:9092, two:9092';
    try {
      expect((await startKafka()).brokers).toEqual(['one:9092', 'two:9092']);
    } finally {
      delete process.env.KAFKA_BROKERS;
    }
  });
});

const connected = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.end(resolve)).on('error', reject);
  });
