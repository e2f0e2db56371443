import { tickets } from '@ledgerdesk/contracts';
import { newId, type TenantId } from '@ledgerdesk/kernel';
import {
  ClearPublisher,
  clearTopicName,
  ensureClearTopic,
  PersonalParts,
  toBareNotice,
  toOpened,
  type FeedEvent,
  type PlacedEvent,
} from '@ledgerdesk/messaging';
import { describeWithKafka, FeedHistory, startKafka, type TestKafka } from '@ledgerdesk/testing';
import kafkajs, { Kafka, logLevel, type Admin, type KafkaMessage } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { messagesOf } from '../support/messages-of.ts';
import { quiet } from '../support/quiet.ts';

const logger = quiet;
const DAY_MS = 86_400_000;

describeWithKafka('A clear topic', () => {
  let kafka: TestKafka;
  let client: Kafka;
  let admin: Admin;
  let tenant: TenantId;
  let history: FeedHistory;
  let publisher: ClearPublisher;
  /** Whether keys can be had. */
  let keysAreThere: boolean;

  beforeAll(async () => {
    kafka = await startKafka();
    client = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING });
    admin = client.admin();
    await admin.connect();
  });
  beforeEach(async () => {
    tenant = newId('tnt');
    history = new FeedHistory(tenant);
    keysAreThere = true;
    await ensure(7 * DAY_MS);
    const keyRing: FeedHistory['keyRing'] = {
      find: async (...asked) => {
        if (!keysAreThere) throw new Error('The database of keys is away');
        return history.keyRing.find(...asked);
      },
    };
    const personal = new PersonalParts({ keyRing, logger });
    publisher = new ClearPublisher({ connection: connection(), tenant, personal, logger });
  });
  afterEach(() => publisher.stop());
  afterAll(async () => {
    await admin.disconnect();
    await kafka.stop();
  });

  const connection = () => ({ brokers: kafka.brokers, clientId: 'spec' });
  const ensure = (retentionMs: number) => ensureClearTopic({ connection: connection(), tenant, retentionMs, logger });
  const topic = () => clearTopicName(tenant);
  const publish = (events: readonly FeedEvent[]) => publisher.publish(placed(events));
  const said = async (count: number): Promise<readonly unknown[]> =>
    (await messagesOf(client, topic(), count)).map(({ value }) => JSON.parse(String(value)) as unknown);

  const hold = (ticket: ReturnType<typeof history.aggregate<'ticket'>>, reason: string): FeedEvent =>
    ticket.says(
      { $case: 'ticketHeld', value: { sealed: undefined } as never },
      {
        said: { subject: 'psn_1', plaintext: tickets.TicketHeldPersonal.encode({ reason }).finish() },
      },
    );
  const take = (ticket: ReturnType<typeof history.aggregate<'ticket'>>): FeedEvent =>
    ticket.says({ $case: 'ticketTaken', value: { agentId: 'psn_2', state: undefined } });

  it('says of the tenant’s events what the HTTP feed says of them, personal data in clear', async () => {
    const ticket = history.aggregate('ticket', 'tkt_1');
    const events = [take(ticket), hold(ticket, 'It hums.')];
    await publish(events);
    const parts = [undefined, { subject: 'psn_1', said: { reason: 'It hums.' } }];
    expect(await said(2)).toEqual(
      events.map((event, index) => JSON.parse(toOpened(event, { personal: parts[index] })) as unknown),
    );
  });

  it('is CloudEvents 1.0 in structured mode, keyed by aggregate, each in one partition and in its order', async () => {
    const aggregates = Array.from({ length: 8 }, (_, n) => history.aggregate('ticket', `tkt_${n}`));
    const events = Array.from({ length: 5 }, () => aggregates.map(take)).flat();
    await publish(events);
    const messages = await messagesOf(client, topic(), events.length);
    const byKey = Map.groupBy(messages, ({ key }) => String(key));
    expect([...byKey.keys()].sort()).toEqual(aggregates.map((_, n) => `${tenant}.tkt_${n}`).sort());
    for (const ofOne of byKey.values()) {
      const sequences = ofOne.map(({ value }) => (JSON.parse(String(value)) as { sequence: string }).sequence);
      expect(sequences).toEqual(Array.from({ length: 5 }, (_, at) => String(at).padStart(10, '0')));
    }
    expect(contentTypeOf(messages[0]!)).toBe('application/cloudevents+json; charset=UTF-8');
  });

  it('keeps the sequence dense by bare notices of what is nobody’s business', async () => {
    const ticket = history.aggregate('ticket', 'tkt_1');
    const note = ticket.says(
      { $case: 'noteAdded', value: { sealed: undefined } as never },
      {
        said: { subject: 'psn_1', plaintext: Buffer.from('between us') },
      },
    );
    await publish([note, take(ticket)]);
    const [notice, taken] = await said(2);
    expect(notice).toEqual(JSON.parse(toBareNotice(note)));
    expect(taken).toMatchObject({ sequence: '0000000001', data: { ticketTaken: { agentId: 'psn_2' } } });
  });

  it('says nothing of other tenants, nor of what no partner may read', async () => {
    const others = history.aggregate('ticket', 'tkt_9', newId('tnt'));
    const submission = history.aggregate('submission', 'sub_1');
    const ours = take(history.aggregate('ticket', 'tkt_1'));
    await publish([take(others), submission.says({ $case: 'submissionReceived', value: {} as never }), ours]);
    expect(await said(1)).toMatchObject([{ id: ours.id }]);
    expect(await countIn(admin, topic())).toBe(1n);
  });

  it('says of whoever was erased before that they were erased', async () => {
    const event = hold(history.aggregate('ticket', 'tkt_1'), 'Forget me');
    history.erase('psn_1');
    await publish([event]);
    expect(await said(1)).toMatchObject([
      {
        data: {
          ticketHeld: { personalOf: 'psn_1' },
          withheld: [{ path: ['ticketHeld', 'personal'], reason: 'ERASED' }],
        },
      },
    ]);
  });

  it('waits for keys that cannot be had, and takes nobody for erased', async () => {
    const event = hold(history.aggregate('ticket', 'tkt_1'), 'It hums.');
    keysAreThere = false;
    await expect(publish([event])).rejects.toThrow('The database of keys is away');
    keysAreThere = true;
    await publish([event]);
    expect(await said(1)).toMatchObject([{ data: { ticketHeld: { personal: { reason: 'It hums.' } } } }]);
    expect(await countIn(admin, topic())).toBe(1n);
  });

  it('tells what is larger than the brokers take as a bare notice, and what is beside it whole', async () => {
    await set({ 'max.message.bytes': '20000' });
    while ((await settings())['max.message.bytes'] !== '20000') await sleep(20);
    const ticket = history.aggregate('ticket', 'tkt_1');
    const events = [take(ticket), hold(ticket, 'x'.repeat(30_000)), take(ticket), hold(ticket, 'short')];
    await publish(events);
    const told = (await said(4)) as { readonly sequence: string; readonly data: object }[];
    // What was tried together comes again by halves.
    const last = new Map(told.map((event) => [event.sequence, event.data]));
    expect([...last.values()].map((data) => Object.keys(data)[0])).toEqual([
      'ticketTaken',
      'bareNotice',
      'ticketTaken',
      'ticketHeld',
    ]);
  });

  describe('holds what was published', () => {
    it('for seven days where nobody says otherwise, give or take a day', async () => {
      expect(await settings()).toMatchObject({
        'cleanup.policy': 'delete',
        'retention.ms': String(7 * DAY_MS),
        'segment.ms': String(DAY_MS),
        'max.message.bytes': '1048588',
      });
    });

    it('for as long as was said last, while what else an operator has set stays', async () => {
      await set({ 'retention.ms': String(7 * DAY_MS), 'segment.ms': String(DAY_MS), 'min.insync.replicas': '1' });
      await ensure(DAY_MS);
      expect(await settings()).toMatchObject({ 'retention.ms': String(DAY_MS), 'min.insync.replicas': '1' });
      const own = await ownSettings();
      expect(own['min.insync.replicas']).toBe('1');
    });
  });

  const described = async () => {
    const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: topic() };
    const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false });
    return resources[0]!.configEntries;
  };
  const settings = async () =>
    Object.fromEntries((await described()).map(({ configName, configValue }) => [configName, configValue]));
  const ownSettings = async () =>
    Object.fromEntries(
      (await described())
        .filter(({ configSource }) => Number(configSource) === 1)
        .map(({ configName, configValue }) => [configName, configValue]),
    );
  async function set(values: Readonly<Record<string, string>>): Promise<void> {
    const configEntries = Object.entries(values).map(([name, value]) => ({ name, value }));
    const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: topic(), configEntries };
    await admin.alterConfigs({ validateOnly: false, resources: [resource] });
  }
});

const placed = (events: readonly FeedEvent[]): readonly PlacedEvent[] =>
  events.map((event, index) => ({ event, position: BigInt(index) }));

const contentTypeOf = ({ headers }: KafkaMessage): string => String(headers!['content-type']);

async function countIn(admin: Admin, topic: string): Promise<bigint> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return offsets.reduce((sum, { high }) => sum + BigInt(high), 0n);
}
