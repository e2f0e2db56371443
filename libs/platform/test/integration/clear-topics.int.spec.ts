import type { TopicMessage } from '@ledgerdesk/contracts';
import { eventIdOf, InMemoryEventStore } from '@ledgerdesk/event-store';
import { instantOf, newId, type TenantId } from '@ledgerdesk/kernel';
import {
  clearRelayName,
  clearTopicName,
  closeGeneration,
  prepareGeneration,
  relayMigrations,
  relayName,
  topicName,
  type PublishedCategory,
} from '@ledgerdesk/messaging';
import { migrate } from '@ledgerdesk/postgres';
import {
  describeWithKafka,
  SOME_TIME,
  startKafka,
  startPostgres,
  type TestKafka,
  type TestPostgres,
} from '@ledgerdesk/testing';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { publishing, type Publishing } from '../../src/bootstrap/publishing.ts';
import type { WiredService } from '../../src/bootstrap/wire-service.ts';
import { readMetrics } from '../../src/observability/metrics/looks.ts';
import { quiet } from '../support/quiet.ts';

const DAY_MS = 86_400_000;
const nothing = (): void => undefined;

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
  let kafka: TestKafka;
  let postgres: TestPostgres;
  let database: pg.Pool;
  let admin: Admin;
  let eventStore: InMemoryEventStore;
  let [now, keysAreThere]: [number, boolean] = [0, true];
  let [ours, others]: TenantId[] = [];
  let generation: string;
  const running: { readonly stopping: AbortController; readonly end: Promise<void> }[] = [];

  beforeAll(async () => {
    [kafka, postgres] = await Promise.all([startKafka(), startPostgres()]);
    const url = await postgres.createDatabase('read');
    await migrate(url, { schema: 'tickets', migrations: relayMigrations, oldestProgram: 1 });
    database = new pg.Pool({ connectionString: url, options: '-c search_path=tickets' }).on('error', nothing);
    admin = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
  });
  beforeEach(async () => {
    await database.query('TRUNCATE relay');
    [now, keysAreThere] = [Date.now(), true];
    [ours, others] = [newId('tnt'), newId('tnt')];
    generation = randomUUID().slice(0, 8);
    eventStore = new InMemoryEventStore({ now: () => instantOf(now) });
  });
  afterEach(async () => {
    await stop();
    await eventStore.close();
  });
  afterAll(async () => {
    await Promise.all([admin.disconnect(), database.end()]);
    await Promise.all([kafka.stop(), postgres.stop()]);
  });

  const find = async (): Promise<ReadonlyMap<string, Uint8Array>> => {
    if (!keysAreThere) throw new Error('The database of keys is away');
    return new Map();
  };
  function start(tenants: readonly (TenantId | undefined)[]): Publishing {
    const service = {
      definition: { name: 'tickets', published },
      runtime: {
        eventStore,
        keyRing: { find },
        database,
        clock: { now: () => instantOf(now) },
        logger: quiet,
      },
    } as unknown as WiredService;
    const outlet = publishing(service, {
      connection: { brokers: kafka.brokers, clientId: 'spec' },
      generation,
      format: 'protobuf',
      clear: { tenants: tenants as TenantId[], retentionMs: 7 * DAY_MS },
    })!;
    const stopping = new AbortController();
    running.push({ stopping, end: outlet.run(stopping.signal) });
    return outlet;
  }
  async function stop(): Promise<void> {
    for (const { stopping } of running) stopping.abort();
    await Promise.all(running.splice(0).map(({ end }) => end));
  }
  const hold = async (ticket: string, tenantId = ours!): Promise<void> => {
    const commandId = randomUUID();
    const event = {
      eventId: eventIdOf(tenantId, commandId, 0),
      type: 'TicketHeld',
      schemaVersion: 1,
      data: {},
      metadata: {
        tenantId,
        commandId,
        correlationId: commandId,
        actor: { kind: 'person', id: 'psn_1', via: 'graphql' },
        origin: 'live',
        occurredAt: SOME_TIME,
      },
    } as const;
    await eventStore.append({ category: 'ticket', tenant: tenantId, id: ticket }, 'any', [event], { commandId });
  };
  const countIn = async (topic: string): Promise<number> => {
    const offsets = await admin.fetchTopicOffsets(topic).catch(() => []);
    return offsets.reduce((sum, { high }) => sum + Number(high), 0);
  };
  const untilThere = async (topic: string, count: number): Promise<void> => {
    while ((await countIn(topic)) < count) await sleep(20);
  };

  it('begins for a tenant with what the topic would still hold, and goes on where it was', async () => {
    now -= 8 * DAY_MS;
    await hold('too-old');
    now += 2 * DAY_MS;
    await hold('old');
    now += 6 * DAY_MS;
    start([ours]);
    await hold('new');
    await untilThere(clearTopicName(ours!), 2);
    await stop();

    await hold('newest');
    start([ours]);
    await untilThere(clearTopicName(ours!), 3);
    // And as much again is what the services hear: all of it.
    await untilThere(topicName('ticket', generation), 4);
    expect(await countIn(clearTopicName(ours!))).toBe(3);
  });

  it('has a relay that is watched over, beside those of the generations that are filled here', async () => {
    const outlet = start([ours]);
    const names = () => outlet.relays().map(({ name }) => name);
    const [own, clear] = [relayName('tickets', generation), clearRelayName('tickets', ours!)];
    expect(names()).toEqual([own, clear]);
    await prepareGeneration(database, 'tickets', 'next');
    while (names().length < 3) await sleep(20);
    expect(names()).toEqual([own, clear, relayName('tickets', 'next')]);
    await closeGeneration(database, 'tickets', 'next');
    while (names().length > 2) await sleep(20);
  });

  it('has a topic for those tenants that are named, and for nobody else', async () => {
    await hold('theirs', others);
    start([ours]);
    await hold('ours');
    await untilThere(clearTopicName(ours!), 1);
    const topics = await admin.listTopics();
    expect(topics).toContain(clearTopicName(ours!));
    expect(topics).not.toContain(clearTopicName(others!));
  });

  it('lets the services hear what it cannot open now, and brings it to partners when it can', async () => {
    keysAreThere = false;
    start([ours]);
    await hold('one');
    await untilThere(topicName('ticket', generation), 1);
    expect(await countIn(clearTopicName(ours!))).toBe(0);
    keysAreThere = true;
    await untilThere(clearTopicName(ours!), 1);
  });

  it('brings one tenant’s events where another’s topic is not as it must be', async () => {
    await admin.createTopics({ topics: [{ topic: clearTopicName(ours!), numPartitions: 3 }] });
    start([ours, others]);
    await hold('ours');
    await hold('theirs', others);
    await untilThere(clearTopicName(others!), 1);
    await untilThere(topicName('ticket', generation), 2);
    expect(await countIn(clearTopicName(ours!))).toBe(0);
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
