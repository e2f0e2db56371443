import type { TopicMessage } from '@ledgerdesk/contracts';
import { InMemoryEventStore } from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import { topicName, type PublishedCategory } from '@ledgerdesk/messaging';
import { appendOne, describeWithKafka } from '@ledgerdesk/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Publishing } from '../../src/bootstrap/publishing.ts';
import { OutletBench } from '../support/outlet-bench.ts';
import { quiet } from '../support/quiet.ts';

const taken = (): TopicMessage<'ticket'> => ({
  message: { $case: 'ticketTaken', value: { agentId: 'psn_1', state: undefined } },
});
/** Tickets, and submissions, of which there never is one. */
const published = [
  { topic: 'submission', toMessage: taken as never } as PublishedCategory,
  { topic: 'ticket', toMessage: taken } as PublishedCategory,
];
const tenant = newId('tnt');

describeWithKafka('A service whose topics hold nothing of what it published', () => {
  let bench: OutletBench;
  let eventStore: InMemoryEventStore;
  let generation: string;
  const errors: string[] = [];

  beforeAll(async () => void (bench = await OutletBench.open()));
  beforeEach(async () => {
    await bench.database.query('TRUNCATE relay');
    errors.length = 0;
    generation = randomUUID().slice(0, 8);
    eventStore = new InMemoryEventStore();
  });
  afterEach(async () => {
    await bench.stop();
    await eventStore.close();
  });
  afterAll(() => bench.close());

  const logger = { ...quiet, error: (_: unknown, message: string) => void errors.push(message) };
  const start = (): Publishing =>
    bench.start({ published, runtime: { eventStore, logger }, generation, clear: { tenants: [], retentionMs: 0 } });
  const take = (id: string): Promise<void> => appendOne(eventStore, { category: 'ticket', tenant, id }, 'TicketTaken');
  const topic = () => topicName('ticket', generation);
  const untilThere = (wanted: number): Promise<void> => bench.untilThere(topic(), wanted);
  /** The events are there, and the checkpoint says so. */
  async function untilPublished(wanted: number): Promise<void> {
    await untilThere(wanted);
    await bench.stop();
  }
  async function untilFault({ relay }: Publishing): Promise<string> {
    while (relay.health.fault === undefined) await sleep(20);
    return relay.health.fault;
  }
  const LOST = /^Kafka has lost records of ledgerdesk\.ticket\.\w+(\/\d+)?: .*ledgerdesk generation fill NAME/;

  it('goes on where they hold it, whatever else of its topics is empty', async () => {
    start();
    await take('t1');
    await untilPublished(1);
    const outlet = start();
    await take('t2');
    await untilThere(2);
    expect(outlet.relay.health).not.toHaveProperty('fault');
    expect(errors).toEqual([]);
  });

  it('says so when it starts, and publishes nothing more there', async () => {
    start();
    await take('t1');
    await untilPublished(1);
    await bench.admin.deleteTopics({ topics: [topic()] });
    while ((await bench.admin.listTopics()).includes(topic())) await sleep(20);
    const outlet = start();
    while (errors.length === 0) await sleep(20);
    expect(errors[0]).toMatch(LOST);
    await take('t2');
    expect(await untilFault(outlet)).toMatch(LOST);
    expect(await bench.countIn(topic())).toBe(0);
  });

  it('says so where they are deleted and made again while it runs', async () => {
    const outlet = start();
    await take('t1');
    await untilThere(1);
    await bench.admin.deleteTopics({ topics: [topic()] });
    while ((await bench.admin.listTopics()).includes(topic())) await sleep(20);
    await take('t1');
    await untilFault(outlet);
    start();
    while (!LOST.test(outlet.relay.health.fault ?? '')) await sleep(20);
    expect(errors[0]).toMatch(LOST);
  });
});
