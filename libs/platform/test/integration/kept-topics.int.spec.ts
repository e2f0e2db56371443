import type { TopicMessage } from '@ledgerdesk/contracts';
import { eventIdOf, InMemoryEventStore } from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import { relayMigrations, topicName, type PublishedCategory } from '@ledgerdesk/messaging';
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
import { quiet } from '../support/quiet.ts';

const nothing = (): void => undefined;
const taken = (): TopicMessage<'ticket'> => ({
  message: { $case: 'ticketTaken', value: { agentId: 'psn_1', state: undefined } },
});
const tenantId = newId('tnt');

describeWithKafka('A service whose topics hold nothing of what it published', () => {
  let kafka: TestKafka;
  let postgres: TestPostgres;
  let database: pg.Pool;
  let admin: Admin;
  let eventStore: InMemoryEventStore;
  let generation: string;
  const running: { readonly stopping: AbortController; readonly end: Promise<void> }[] = [];
  const errors: string[] = [];

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
    errors.length = 0;
    generation = randomUUID().slice(0, 8);
    eventStore = new InMemoryEventStore();
  });
  afterEach(async () => {
    await stop();
    await eventStore.close();
  });
  afterAll(async () => {
    await Promise.all([admin.disconnect(), database.end()]);
    await Promise.all([kafka.stop(), postgres.stop()]);
  });

  /** It publishes tickets, and submissions, of which there never is one. */
  function start(): Publishing {
    const published = [
      { topic: 'submission', toMessage: taken as never } as PublishedCategory,
      { topic: 'ticket', toMessage: taken } as PublishedCategory,
    ];
    const logger = { ...quiet, error: (_: unknown, message: string) => void errors.push(message) };
    const service = {
      definition: { name: 'tickets', published },
      runtime: { eventStore, database, logger },
    } as unknown as WiredService;
    const outlet = publishing(service, {
      connection: { brokers: kafka.brokers, clientId: 'spec' },
      generation,
      format: 'protobuf',
      clear: { tenants: [], retentionMs: 0 },
    })!;
    const stopping = new AbortController();
    running.push({ stopping, end: outlet.run(stopping.signal) });
    return outlet;
  }
  async function stop(): Promise<void> {
    for (const { stopping } of running) stopping.abort();
    await Promise.all(running.splice(0).map(({ end }) => end));
  }
  const take = async (id: string): Promise<void> => {
    const commandId = randomUUID();
    const event = {
      eventId: eventIdOf(tenantId, commandId, 0),
      type: 'TicketTaken',
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
    await eventStore.append({ category: 'ticket', tenant: tenantId, id }, 'any', [event], { commandId });
  };
  const topic = () => topicName('ticket', generation);
  const count = async (): Promise<number> => {
    const offsets = await admin.fetchTopicOffsets(topic()).catch(() => []);
    return offsets.reduce((sum, { high }) => sum + Number(high), 0);
  };
  const untilThere = async (wanted: number): Promise<void> => {
    while ((await count()) < wanted) await sleep(20);
  };
  /** The events are there, and the checkpoint says so. */
  async function untilPublished(wanted: number): Promise<void> {
    await untilThere(wanted);
    const [outlet] = running;
    if (outlet) await stop();
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
    await admin.deleteTopics({ topics: [topic()] });
    while ((await admin.listTopics()).includes(topic())) await sleep(20);
    const outlet = start();
    while (errors.length === 0) await sleep(20);
    expect(errors[0]).toMatch(LOST);
    await take('t2');
    expect(await untilFault(outlet)).toMatch(LOST);
    expect(await count()).toBe(0);
  });

  it('says so where they are deleted and made again while it runs', async () => {
    const outlet = start();
    await take('t1');
    await untilThere(1);
    await admin.deleteTopics({ topics: [topic()] });
    while ((await admin.listTopics()).includes(topic())) await sleep(20);
    await take('t1');
    await untilFault(outlet);
    start();
    while (!LOST.test(outlet.relay.health.fault ?? '')) await sleep(20);
    expect(errors[0]).toMatch(LOST);
  });
});
