import { ensureTopics, KafkaPublisher, topicName, type PlacedEvent } from '@ledgerdesk/messaging';
import { describeWithKafka, FeedHistory, startKafka, type TestKafka } from '@ledgerdesk/testing';
import kafkajs, { Kafka, logLevel, type Admin, type KafkaMessage } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { offsetsOf } from '../../src/kafka/topic-offsets.ts';
import { messagesOf } from '../support/messages-of.ts';
import { quiet } from '../support/quiet.ts';

const logger = quiet;

describeWithKafka('With a Kafka,', () => {
  let kafka: TestKafka;
  let client: Kafka;
  let admin: Admin;
  let generation: string;

  beforeAll(async () => {
    kafka = await startKafka();
    client = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING });
    admin = client.admin();
    await admin.connect();
  });
  beforeEach(() => void (generation = randomUUID().slice(0, 8)));
  afterAll(async () => {
    await admin.disconnect();
    await kafka.stop();
  });

  const connection = () => ({ brokers: kafka.brokers, clientId: 'spec' });
  const ensure = () => ensureTopics({ connection: connection(), generation, topics: ['ticket', 'team'], logger });
  const name = () => topicName('ticket', generation);

  describe('a topic', () => {
    it('is made with the partitions that are fixed for ever, and keeps everything', async () => {
      await ensure();
      await ensure();
      const { topics } = await admin.fetchTopicMetadata({ topics: [name()] });
      expect(topics[0]!.partitions).toHaveLength(12);
      const { resources } = await admin.describeConfigs({
        resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: name() }],
        includeSynonyms: false,
      });
      const configured = Object.fromEntries(
        resources[0]!.configEntries.map(({ configName, configValue }) => [configName, configValue]),
      );
      expect(configured).toMatchObject({ 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' });
    });

    it('is refused where it has another number of partitions', async () => {
      await admin.createTopics({ topics: [{ topic: name(), numPartitions: 3 }], waitForLeaders: false });
      await expect(ensure()).rejects.toMatchObject({ code: 'TOPIC_MISMATCH' });
    });

    const madeByHand = (settings: Readonly<Record<string, string>>) =>
      admin.createTopics({
        topics: [
          {
            topic: name(),
            numPartitions: 12,
            configEntries: Object.entries(settings).map(([setting, value]) => ({ name: setting, value })),
          },
        ],
        waitForLeaders: false,
      });
    const KEPT = { 'retention.ms': '-1', 'retention.bytes': '-1' };

    it('is taken as it is where somebody made it by hand as it has to be', async () => {
      await madeByHand(KEPT);
      await ensure();
    });

    it.each([
      ['is compacted', { ...KEPT, 'cleanup.policy': 'compact' }, 'cleanup.policy=delete'],
      ['was made with the brokers’ own retention, of a week', {}, 'retention.ms=-1'],
      ['is cut by its size', { ...KEPT, 'retention.bytes': '1000000' }, 'retention.bytes=-1'],
    ])('is refused where it %s, and it is said how that is put right', async (_, settings, command) => {
      await madeByHand(settings);
      const refused = ensure();
      await expect(refused).rejects.toMatchObject({ code: 'TOPIC_MISMATCH' });
      await expect(refused).rejects.toThrow(
        `kafka-configs.sh --bootstrap-server … --alter --entity-type topics --entity-name ${name()} --add-config ${command}`,
      );
    });
  });

  describe('a publisher', () => {
    /** So many events of one aggregate, each with a text of that length. */
    const placed = (count: number, length = 10): readonly PlacedEvent[] => {
      const ticket = new FeedHistory().aggregate('ticket', 'tkt_1');
      return Array.from({ length: count }, (_, n) => ({
        event: ticket.says({ $case: 'ticketTaken', value: { agentId: 'x'.repeat(length), state: undefined } }),
        position: BigInt(n + 1),
      }));
    };
    const published = async (events: readonly PlacedEvent[], format?: 'json'): Promise<readonly KafkaMessage[]> => {
      await ensure();
      const publisher = new KafkaPublisher({ connection: connection(), generation, logger, ...(format && { format }) });
      // Whatever is given at once goes one after the other.
      await Promise.all([publisher.publish(events.slice(0, 1)), publisher.publish(events.slice(1))]);
      await publisher.stop();
      return messagesOf(client, name(), events.length);
    };

    it('brings an aggregate’s events into one partition, in their order', async () => {
      const messages = await published(placed(100));
      expect(messages.map(({ headers }) => Number(String(headers!['ce_sequence'])))).toEqual(
        Array.from({ length: 100 }, (_, sequence) => sequence),
      );
    });

    it('cuts what is more than a broker takes at once', async () => {
      expect(await published(placed(60, 60_000))).toHaveLength(60);
    });

    it('ends where its topic is deleted and made again under it, whoever made it again', async () => {
      await ensure();
      const publisher = new KafkaPublisher({ connection: connection(), generation, logger });
      const [first, second, ...rest] = placed(4);
      await publisher.publish([first!]);
      await admin.deleteTopics({ topics: [name()] });
      while ((await admin.listTopics()).includes(name())) await sleep(20);
      await ensure();
      const publish = (): Promise<{ code?: string; message?: string }> =>
        publisher.publish([second!]).then(
          () => ({ code: 'PUBLISHED' }),
          (error: Error) => error,
        );
      // What kafkajs still believes of the old topic may fail a few times.
      let met = await publish();
      while (!['LOST_RECORDS', 'PUBLISHED'].includes(met.code ?? '')) met = await publish();
      expect(met.message).toContain(`Kafka has lost records of ${name()}/`);
      const there = (await offsetsOf(admin, name())).map(({ high }) => high);
      await expect(publisher.publish(rest)).rejects.toMatchObject({ code: 'LOST_RECORDS' });
      expect((await offsetsOf(admin, name())).map(({ high }) => high)).toEqual(there);
      await publisher.stop();
    });

    it('writes JSON where it is told to', async () => {
      const [message] = await published(placed(1), 'json');
      expect(String(message!.headers!['content-type'])).toBe('application/json');
      expect(JSON.parse(String(message!.value))).toEqual({ ticketTaken: { agentId: 'x'.repeat(10) } });
    });
  });
});
