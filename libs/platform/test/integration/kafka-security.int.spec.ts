import { newId } from '@ledgerdesk/kernel';
import {
  ClearPublisher,
  clearTopicName,
  deleteGeneration,
  ensureClearTopic,
  ensureTopics,
  groupsOnGeneration,
  KafkaFeed,
  KafkaPublisher,
  topicName,
  topicsInUse,
  type Consumer,
  type FeedEvent,
  type KafkaConnection,
} from '@ledgerdesk/messaging';
import {
  describeWithOwnKafka,
  FeedHistory,
  SOME_TENANT,
  startSecuredKafka,
  type SecuredKafka,
} from '@ledgerdesk/testing';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { readKafkaConfig } from '../../src/bootstrap/kafka.config.ts';
import { quiet } from '../support/quiet.ts';
import { rightTo } from '../support/rights.ts';

const users = { job: 'of-the-job', tickets: 'of-tickets', acme: 'of-acme' };
const GENERATION = '1';

describeWithOwnKafka('A Kafka behind TLS and rights', () => {
  const other = newId('tnt');
  let kafka: SecuredKafka;
  let operator: Admin;
  const running: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    kafka = await startSecuredKafka(users);
    operator = new Kafka({ brokers: [...kafka.operatorBrokers], logLevel: logLevel.NOTHING }).admin();
    await operator.connect();
    // As docs/guides/distributed.md and docs/guides/clear-topics.md say them.
    await operator.createAcls({
      acl: [
        ...rightTo(
          'job',
          { topicsUnder: 'ledgerdesk.' },
          'CREATE',
          'DESCRIBE',
          'DESCRIBE_CONFIGS',
          'ALTER_CONFIGS',
          'DELETE',
        ),
        ...rightTo('job', { groupsUnder: 'ledgerdesk.' }, 'DESCRIBE', 'DELETE'),
        ...rightTo('tickets', { topicsUnder: 'ledgerdesk.' }, 'READ', 'DESCRIBE'),
        ...rightTo('tickets', { topicsUnder: 'ledgerdesk.ticket.' }, 'WRITE', 'DESCRIBE_CONFIGS'),
        ...rightTo('tickets', { topicsUnder: 'ledgerdesk.clear.' }, 'WRITE', 'DESCRIBE_CONFIGS'),
        ...rightTo('tickets', { groupsUnder: 'ledgerdesk.tickets.' }, 'READ'),
        ...rightTo('acme', { topic: clearTopicName(SOME_TENANT) }, 'READ', 'DESCRIBE'),
        ...rightTo('acme', { groupsUnder: 'acme.' }, 'READ'),
      ],
    });
    const connection = as('job');
    await ensureTopics({ connection, generation: GENERATION, topics: ['ticket', 'team'], logger: quiet });
    for (const tenant of [SOME_TENANT, other]) {
      await ensureClearTopic({ connection, tenant, retentionMs: 3_600_000, logger: quiet });
    }
  });
  afterEach(() => Promise.all(running.splice(0).map((each) => each.stop())));
  afterAll(async () => {
    await operator.disconnect();
    await kafka.stop();
  });

  /** How a program is let in as somebody, by what stands in its environment. */
  const as = (user: keyof typeof users, env: NodeJS.ProcessEnv = {}): KafkaConnection => ({
    clientId: `spec-${user}`,
    ...readKafkaConfig({
      KAFKA_BROKERS: kafka.brokers.join(','),
      KAFKA_TLS: 'true',
      KAFKA_CA_FILE: kafka.caFile,
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: user,
      KAFKA_SASL_PASSWORD: users[user],
      ...env,
    }).kafka,
  });
  const taken = (id = 'tkt_1', tenant = SOME_TENANT): FeedEvent =>
    new FeedHistory(tenant)
      .aggregate('ticket', id)
      .says({ $case: 'ticketTaken', value: { agentId: 'psn_1', state: undefined } });
  const publish = (connection: KafkaConnection, event = taken()): Promise<void> => {
    const publisher = new KafkaPublisher({ connection, generation: GENERATION, logger: quiet });
    running.push(publisher);
    return publisher.publish([{ event, position: 1n }]);
  };
  const publishClear = (tenant: typeof SOME_TENANT): Promise<void> => {
    const personal = { of: (events: readonly FeedEvent[]) => Promise.resolve(events.map(() => undefined)) };
    const publisher = new ClearPublisher({ connection: as('tickets'), tenant, personal, logger: quiet });
    running.push(publisher);
    return publisher.publish([{ event: taken('tkt_1', tenant), position: 1n }]);
  };

  describe.each(['plain', 'scram-sha-256', 'scram-sha-512'])('lets a service in by %s, which', (mechanism) => {
    it('publishes what is its own, and hears it', async () => {
      const connection = as('tickets', { KAFKA_SASL_MECHANISM: mechanism });
      await publish(connection);
      const heard = Promise.withResolvers<FeedEvent>();
      const eventStore = { head: () => Promise.resolve('history.9' as never) };
      const feed = new KafkaFeed({ connection, generation: GENERATION, eventStore, logger: quiet });
      running.push(feed);
      feed.subscribe(listener(`tickets.${mechanism}`, heard.resolve));
      await feed.start();
      expect(await heard.promise).toMatchObject({ subject: 'tkt_1', type: 'ledgerdesk.tickets.v1.TicketTaken' });
    });

    it('is refused with another password', async () => {
      const connection = as('tickets', { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_PASSWORD: 'guessed' });
      await expect(publish(connection)).rejects.toThrow(/SASL|[Aa]uthentication/);
    });
  });

  it('is not believed without the certificate of who vouches for it', async () => {
    await expect(publish(as('tickets', { KAFKA_CA_FILE: '' }))).rejects.toThrow(/certificate/);
  });

  it('lets no service write what is another’s', async () => {
    const joined = new FeedHistory()
      .aggregate('team', 'tea_1')
      .says({ $case: 'teamJoined', value: { personId: 'psn_1' } });
    await expect(publish(as('tickets'), joined)).rejects.toMatchObject({ type: 'TOPIC_AUTHORIZATION_FAILED' });
  });

  it('lets the job keep a clear topic’s events for another time, and take a generation away', async () => {
    const [connection, generation] = [as('job'), '0'];
    await ensureClearTopic({ connection, tenant: newId('tnt'), retentionMs: 3_600_000, logger: quiet });
    await ensureClearTopic({ connection, tenant: other, retentionMs: 7_200_000, logger: quiet });
    const topics = ['ticket'] as const;
    await ensureTopics({ connection, generation, topics, logger: quiet });
    const was = { connection, generation, topics, logger: quiet };
    expect([await topicsInUse(was), await groupsOnGeneration(was)]).toEqual([[], []]);
    await deleteGeneration(was);
    expect(await operator.listTopics()).not.toContain(topicName('ticket', generation));
  });

  describe('lets a partner, by the rights to one clear topic,', () => {
    beforeAll(() => Promise.all([publishClear(SOME_TENANT), publishClear(other)]));

    const partner = () => {
      const { brokers, tls, sasl } = as('acme');
      return new Kafka({
        brokers: [...brokers],
        ssl: tls as { ca: string },
        sasl: sasl as never,
        logLevel: logLevel.NOTHING,
        retry: { retries: 0 },
      });
    };
    const read = async (topic: string, groupId = 'acme.warehouse'): Promise<string> => {
      const consumer = partner().consumer({ groupId, maxWaitTimeInMs: 50, retry: { retries: 0 } });
      const message = Promise.withResolvers<string>();
      consumer.on('consumer.crash', ({ payload: { error } }) => message.reject(error));
      try {
        await consumer.connect();
        await consumer.subscribe({ topics: [topic], fromBeginning: true });
        await consumer.run({ eachMessage: async ({ message: { value } }) => message.resolve(String(value)) });
        return await message.promise;
      } finally {
        await consumer.disconnect();
      }
    };

    it('read what stands on it, in clear and without any library of ours', async () => {
      expect(JSON.parse(await read(clearTopicName(SOME_TENANT)))).toMatchObject({
        specversion: '1.0',
        tenant: SOME_TENANT,
        sequence: '0000000000',
        data: { ticketTaken: { agentId: 'psn_1' } },
      });
    });

    it.each([
      ['another tenant’s', () => clearTopicName(other)],
      ['an internal topic', () => topicName('ticket', GENERATION)],
    ])('not read %s', async (_, topic) => {
      await expect(read(topic())).rejects.toThrow(/[Nn]ot authorized|authoriz/);
    });

    it('not join a group that is not his', async () => {
      await expect(read(clearTopicName(SOME_TENANT), 'ledgerdesk.tickets.board.1')).rejects.toThrow(/[Gg]roup/);
    });

    it('see no topic but his own', async () => {
      const admin = partner().admin();
      await admin.connect();
      expect(await admin.listTopics()).toEqual([clearTopicName(SOME_TENANT)]);
      await admin.disconnect();
    });

    it('not write to it', async () => {
      const producer = partner().producer();
      await producer.connect();
      const said = producer.send({ topic: clearTopicName(SOME_TENANT), messages: [{ value: '{}' }] });
      await expect(said).rejects.toThrow(/authoriz/);
      await producer.disconnect();
    });
  });
});

/** Takes what comes, and answers with the first of it. */
const listener = (name: string, heard: (event: FeedEvent) => void): Consumer => ({
  name,
  topics: ['ticket'],
  checkpoint: () => Promise.resolve(undefined),
  handle: ({ events }) => Promise.resolve(events.slice(0, 1).forEach(heard)),
});
