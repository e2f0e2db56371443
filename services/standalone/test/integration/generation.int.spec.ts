import { InMemoryEventStore, placeOf } from '@ledgerdesk/event-store';
import { relayMigrations, topicName } from '@ledgerdesk/messaging';
import { migrate } from '@ledgerdesk/postgres';
import {
  describeWithOwnKafka,
  startOwnKafka,
  startPostgres,
  type OwnKafka,
  type TestPostgres,
} from '@ledgerdesk/testing';
import { Kafka, logLevel } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import pg from 'pg';
import { prepare, untilFilled } from '../../src/operator/generation-fill.ts';
import { look, type GenerationPlace } from '../../src/operator/generation-place.ts';
import { retireGeneration } from '../../src/operator/generation-retire.ts';
import { Effects, HearingService } from '../support/hearing-service.ts';
import { publishedBy, WritingDesk } from '../support/writing-desk.ts';

const services = ['tickets', 'access'] as const;
type Service = (typeof services)[number];

/** Times ten milliseconds. */
const PATIENT = 9_000;

const nothing = (): void => undefined;
const logger = { error: nothing, warn: nothing, debug: nothing };

// The first of these has hung in two whole runs out of five, and in none of some thirty runs by itself; why is not known yet. It is
// tried again, and what was wrong at first is printed.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

describeWithOwnKafka('A move to another generation of topics', () => {
  let kafka: OwnKafka;
  let postgres: TestPostgres;
  let read: pg.Client;
  let databases: Readonly<Record<Service, pg.Pool>>;
  let eventStore: InMemoryEventStore;
  let desk: WritingDesk;
  let effects: Readonly<Record<Service, Effects>>;
  let place: GenerationPlace;
  const running = new Set<HearingService>();
  /** Generations are each spec's own. */
  let number = 0;
  let [one, two]: [string, string] = ['', ''];

  beforeAll(async () => {
    [kafka, postgres] = await Promise.all([startOwnKafka(), startPostgres()]);
  });
  beforeEach(async () => {
    number += 1;
    [one, two] = [`a${number}`, `b${number}`];
    const url = await postgres.createDatabase(`read${number}`);
    for (const schema of services) await migrate(url, { schema, migrations: relayMigrations, oldestProgram: 1 });
    read = new pg.Client({ connectionString: url });
    await read.connect();
    const poolOf = (service: Service): pg.Pool =>
      new pg.Pool({ connectionString: url, options: `-c search_path=${service}` }).on('error', nothing);
    databases = { tickets: poolOf('tickets'), access: poolOf('access') };
    effects = { tickets: new Effects(), access: new Effects() };
    eventStore = new InMemoryEventStore();
    desk = new WritingDesk(eventStore, 6);
    place = {
      read,
      ledgerHead: async () => placeOf(await eventStore.head()),
      publishing: services.map((service) => ({ service, topics: publishedBy[service].map(({ topic }) => topic) })),
    };
  });
  afterEach(async () => {
    await Promise.all([...running].map(stop));
    await Promise.all([...Object.values(databases).map((pool) => pool.end()), read.end(), eventStore.close()]);
  });
  afterAll(() => Promise.all([kafka.stop(), postgres.stop()]));

  const connection = () => ({ brokers: kafka.brokers, clientId: 'spec' });
  const reachable = () => ({ connection: connection(), logger });
  function start(service: Service, generation: string): HearingService {
    const [database, effect] = [databases[service], effects[service]];
    const options = { service, connection: connection(), eventStore, database, effects: effect, logger };
    const process = new HearingService(options, generation);
    running.add(process);
    return process;
  }
  async function stop(process: HearingService): Promise<void> {
    running.delete(process);
    const late = sleep(PATIENT * 10, 'late', { ref: false });
    if ((await Promise.race([process.stop(), late])) !== 'late') return;
    throw new Error(`A process on generation ${process.generation} does not stop: ${inspect(process.health)}`);
  }
  const never = new AbortController().signal;
  const fill = async (name = two): Promise<void> => {
    await prepare(place, reachable(), name);
    const filled = await untilFilled(place, { name, signal: AbortSignal.timeout(PATIENT * 10), onProgress: nothing });
    if (!filled) throw new Error(`Generation ${name} is not filled: ${await state()}`);
  };
  const retire = (name = one) => retireGeneration(place, { kafka: reachable(), name, signal: never });
  const settled = async (...heard: readonly Service[]): Promise<void> => {
    const { length } = Object.values(desk.everything).flat();
    await heardBy(heard, length);
  };
  /** Long after which something is stuck, and what it is should be said. */
  const heardBy = async (heard: readonly Service[], count: number): Promise<void> => {
    for (let tries = 0; heard.some((service) => effects[service].events.length < count); tries += 1) {
      if (tries === PATIENT) throw new Error(`Of ${count} events: ${await state()}`);
      await sleep(10);
    }
  };
  const state = async (): Promise<string> =>
    inspect(
      {
        heard: services.map((service) => [service, effects[service].events.length, effects[service].checkpoints]),
        running: [...running].map(({ generation, health }) => ({ generation, health })),
        relays: await look(place),
      },
      { depth: null },
    );
  const topics = async (): Promise<readonly string[]> => {
    const admin = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const all = await admin.listTopics();
    await admin.disconnect();
    return all.filter((topic) => [one, two].some((name) => topic.endsWith(`.${name}`))).sort();
  };
  const namesOf = (generation: string) => [topicName('team', generation), topicName('ticket', generation)];

  it('has each event take effect once, in its order: before it, while services move one by one, and after it', async () => {
    const [first, second, access] = [start('tickets', one), start('tickets', one), start('access', one)];
    await desk.happen(3);
    await fill();
    await desk.happen(1);

    // Two processes of a service hear both generations for a while.
    await stop(first);
    const moved = start('tickets', two);
    await desk.happen(2);
    await stop(second);
    await desk.happen(1);
    // Whoever has not moved goes on hearing what those publish that have.
    await heardBy(['access'], 6 * 2 * 7);
    await stop(access);
    await desk.happen(1);
    start('access', two);
    await desk.happen(1);
    await settled('tickets', 'access');

    await retire();
    await desk.happen(2);
    await settled('tickets', 'access');
    for (const service of services) expect(effects[service].byAggregate).toEqual(desk.everything);
    expect(moved.health).toMatchObject({ stopped: false });
    expect(await topics()).toEqual(namesOf(two));
    expect((await look(place)).written.map(({ service, generation }) => `${service} ${generation}`)).toEqual([
      `tickets ${two}`,
      `access ${two}`,
    ]);
  });

  it('can be gone back on, until the one before is retired', async () => {
    const first = start('tickets', one);
    start('access', one);
    await desk.happen(2);
    await fill();
    await stop(first);
    const moved = start('tickets', two);
    await desk.happen(2);
    await settled('tickets');
    await stop(moved);
    start('tickets', one);
    await desk.happen(2);
    await settled('tickets', 'access');
    expect(effects.tickets.byAggregate).toEqual(desk.everything);
  });

  it('is refused to a generation whose topics hold what nobody knows', async () => {
    start('tickets', one);
    start('access', one);
    await desk.happen(1);
    await settled('tickets', 'access');
    await read.query(`DELETE FROM access.relay`);
    await expect(prepare(place, reachable(), one)).rejects.toThrow(
      `There are events already in ${topicName('team', one)}`,
    );
  });

  it('retires nothing that is still heard', async () => {
    start('tickets', one);
    start('access', one);
    await desk.happen(1);
    await fill();
    await settled('tickets', 'access');
    await expect(retire()).rejects.toThrow(`Generation ${one} is still heard by ledgerdesk.`);
    await desk.happen(1);
    await settled('tickets', 'access');
    expect(effects.tickets.byAggregate).toEqual(desk.everything);
  });

  it('retires nothing that is not written whole to another generation', async () => {
    const processes = [start('tickets', one), start('access', one)];
    await desk.happen(1);
    await settled('tickets', 'access');
    await Promise.all(processes.map(stop));
    await prepare(place, reachable(), two);
    const refused = retireGeneration(place, { kafka: reachable(), name: one, signal: AbortSignal.abort() });
    await expect(refused).rejects.toThrow('tickets, access has written to no other generation');
    await expect(retire('c')).rejects.toThrow('There is no generation "c"');
    expect(await topics()).toEqual([...namesOf(one), ...namesOf(two)].sort());
  });

  it('loses nothing where a process is told once more to hear the one that was retired', async () => {
    const [tickets, access] = [start('tickets', one), start('access', one)];
    await desk.happen(2);
    await fill();
    await settled('tickets', 'access');
    await Promise.all([tickets, access].map(stop));
    start('tickets', two);
    await retire();
    const mistaken = start('access', one);
    await desk.happen(2);
    await settled('tickets');
    while (mistaken.health.fault === undefined) await sleep(10);
    await stop(mistaken);
    start('access', two);
    await desk.happen(1);
    await settled('tickets', 'access');
    await retire();
    for (const service of services) expect(effects[service].byAggregate).toEqual(desk.everything);
    expect(await topics()).toEqual(namesOf(two));
  });

  it('is the way on after a backup was restored: everything again, in the new epoch', async () => {
    const processes = services.map((service) => start(service, one));
    await desk.happen(3);
    await settled('tickets', 'access');
    eventStore.ledger.beginEpoch();
    while (processes.some(({ health }) => !health.stopped)) await sleep(10);
    await fill();
    await Promise.all(processes.map(stop));
    // What the fault tells the operator to do.
    for (const service of services) {
      effects[service].checkpoints.clear();
      effects[service].events.length = 0;
      start(service, two);
    }
    await desk.happen(1);
    await settled('tickets', 'access');
    await retire();
    for (const service of services) expect(effects[service].byAggregate).toEqual(desk.everything);
    expect(new Set(effects.tickets.events.map(({ epoch }) => epoch)).size).toBe(1);
  });
});
