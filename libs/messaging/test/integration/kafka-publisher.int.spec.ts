import { ensureTopics, KafkaPublisher, topicName, type PlacedEvent } from '@ledgerdesk/messaging';
import { describeWithKafka, FeedHistory, startKafka, type TestKafka } from '@ledgerdesk/testing';
import kafkajs, { Kafka, logLevel, type Admin, type KafkaMessage } from 'kafkajs';
import { randomUUID } from 'node:crypto';
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

    it('is refused where it is compacted', async () => {
      const configEntries = [{ name: 'cleanup.policy', value: 'compact' }];
      await admin.createTopics({
        topics: [{ topic: name(), numPartitions: 12, configEntries }],
        waitForLeaders: false,
      });
      await expect(ensure()).rejects.toMatchObject({ code: 'TOPIC_MISMATCH' });
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

    it('writes JSON where it is told to', async () => {
      const [message] = await published(placed(1), 'json');
      expect(String(message!.headers!['content-type'])).toBe('application/json');
      expect(JSON.parse(String(message!.value))).toEqual({ ticketTaken: { agentId: 'x'.repeat(10) } });
    });
  });
});
