import type { TopicMessage } from '@ledgerdesk/contracts';
import { InMemoryEventStore } from '@ledgerdesk/event-store';
import { instantOf, newId, type TenantId } from '@ledgerdesk/kernel';
import {
  clearRelayName,
  clearTopicName,
  closeGeneration,
  prepareGeneration,
  relayName,
  topicName,
  type PublishedCategory,
} from '@ledgerdesk/messaging';
import { appendOne, describeWithKafka } from '@ledgerdesk/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Publishing } from '../../src/bootstrap/publishing.ts';
import { readMetrics } from '../../src/observability/metrics/looks.ts';
import { OutletBench } from '../support/outlet-bench.ts';

const DAY_MS = 86_400_000;

/** Held for a reason that is sealed under a key. */
const held = (): TopicMessage<'ticket'> => {
  const sealed = {
    format: 1,
    subject: 'psn_1',
    keyIds: ['a-key'],
    nonce: new Uint8Array(12),
    ciphertext: new Uint8Array(32),
  };
  return { message: { $case: 'ticketHeld', value: { state: undefined, sealed: sealed as never } } };
};
const published = [{ topic: 'ticket', toMessage: held } as PublishedCategory];

describeWithKafka('A service that publishes tenants’ events in clear', () => {
  let bench: OutletBench;
  let eventStore: InMemoryEventStore;
  let [now, keysAreThere]: [number, boolean] = [0, true];
  let [ours, others]: TenantId[] = [];
  let generation: string;

  beforeAll(async () => void (bench = await OutletBench.open()));
  beforeEach(async () => {
    await bench.database.query('TRUNCATE relay');
    [now, keysAreThere] = [Date.now(), true];
    [ours, others] = [newId('tnt'), newId('tnt')];
    generation = randomUUID().slice(0, 8);
    eventStore = new InMemoryEventStore({ now: () => instantOf(now) });
  });
  afterEach(async () => {
    await bench.stop();
    await eventStore.close();
  });
  afterAll(() => bench.close());

  const find = async (): Promise<ReadonlyMap<string, Uint8Array>> => {
    if (!keysAreThere) throw new Error('The database of keys is away');
    return new Map();
  };
  const start = (tenants: readonly (TenantId | undefined)[]): Publishing =>
    bench.start({
      published,
      runtime: { eventStore, keyRing: { find }, clock: { now: () => instantOf(now) } },
      generation,
      clear: { tenants: tenants as TenantId[], retentionMs: 7 * DAY_MS },
    });
  const hold = (ticket: string, tenant = ours!): Promise<void> =>
    appendOne(eventStore, { category: 'ticket', tenant, id: ticket }, 'TicketHeld');

  it('begins for a tenant with what the topic would still hold, and goes on where it was', async () => {
    now -= 8 * DAY_MS;
    await hold('too-old');
    now += 2 * DAY_MS;
    await hold('old');
    now += 6 * DAY_MS;
    start([ours]);
    await hold('new');
    await bench.untilThere(clearTopicName(ours!), 2);
    await bench.stop();

    await hold('newest');
    start([ours]);
    await bench.untilThere(clearTopicName(ours!), 3);
    // And as much again is what the services hear: all of it.
    await bench.untilThere(topicName('ticket', generation), 4);
    expect(await bench.countIn(clearTopicName(ours!))).toBe(3);
  });

  it('has a relay that is watched over, beside those of the generations that are filled here', async () => {
    const outlet = start([ours]);
    const names = () => outlet.relays().map(({ name }) => name);
    const [own, clear] = [relayName('tickets', generation), clearRelayName('tickets', ours!)];
    expect(names()).toEqual([own, clear]);
    await prepareGeneration(bench.database, 'tickets', 'next');
    while (names().length < 3) await sleep(20);
    expect(names()).toEqual([own, clear, relayName('tickets', 'next')]);
    await closeGeneration(bench.database, 'tickets', 'next');
    while (names().length > 2) await sleep(20);
  });

  it('has a topic for those tenants that are named, and for nobody else', async () => {
    await hold('theirs', others);
    start([ours]);
    await hold('ours');
    await bench.untilThere(clearTopicName(ours!), 1);
    const topics = await bench.admin.listTopics();
    expect(topics).toContain(clearTopicName(ours!));
    expect(topics).not.toContain(clearTopicName(others!));
  });

  it('lets the services hear what it cannot open now, and brings it to partners when it can', async () => {
    keysAreThere = false;
    start([ours]);
    await hold('one');
    await bench.untilThere(topicName('ticket', generation), 1);
    expect(await bench.countIn(clearTopicName(ours!))).toBe(0);
    keysAreThere = true;
    await bench.untilThere(clearTopicName(ours!), 1);
  });

  it('brings one tenant’s events where another’s topic is not as it must be', async () => {
    await bench.admin.createTopics({ topics: [{ topic: clearTopicName(ours!), numPartitions: 3 }] });
    start([ours, others]);
    await hold('ours');
    await hold('theirs', others);
    await bench.untilThere(clearTopicName(others!), 1);
    await bench.untilThere(topicName('ticket', generation), 2);
    expect(await bench.countIn(clearTopicName(ours!))).toBe(0);
  });

  it('tells how many of its clear topics stand still, and names no tenant', async () => {
    keysAreThere = false;
    start([ours, others]);
    await hold('ours');
    const reading = async (): Promise<string> => (await readMetrics()).replaceAll(/^(?!ledgerdesk_clear).*\n/gm, '');
    while (!(await reading()).includes('ledgerdesk_clear_topics_faulty{service="tickets"} 1')) await sleep(20);
    expect(await reading()).toMatch(/ledgerdesk_clear_topics_lag_seconds\{service="tickets"\} [\d.]+/);
    expect(await reading()).not.toContain('tnt_');
  });
});
