import {
  grantLedgerRights,
  InMemoryKeyRing,
  ledgerSchema,
  placeOf,
  PostgresEventStore,
  type LedgerRights,
} from '@ledgerdesk/event-store';
import type { TeamId } from '@ledgerdesk/kernel';
import { LedgerFeed } from '@ledgerdesk/messaging';
import {
  Closing,
  ConsumerWatch,
  httpAdapter,
  InProcessChannel,
  InProcessServer,
  openApp,
  schemaOf,
  SigningKeys,
  systemClock,
  TokenIssuer,
  TokenVerifier,
  type ServiceRuntime,
} from '@ledgerdesk/platform';
import { ensureOwnSchema, ensureRole, migrate, withClient } from '@ledgerdesk/postgres';
import { readPool, ServiceViews, type AwaitedPlace } from '@ledgerdesk/read-models';
import { seededRandom, startPostgres, TestPgBouncer, type TestPostgres } from '@ledgerdesk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { ticketsService } from '../../src/tickets.module.ts';
import { TicketsClient } from './client.ts';
import { neighbourhood, Neighbours } from './neighbours.ts';
import { TENANT } from './submissions.ts';

const PASSWORD = 'of-a-spec';
/** Longer than any of this takes, on a busy machine too. */
const PATIENT_MS = 60_000;
const RIGHTS: Readonly<Record<string, LedgerRights>> = {
  tickets: { categories: ticketsService.categories },
  neighbours: { categories: ['team', 'person', 'submission'] },
  tailer: { categories: [], readAll: true },
};

/** Fewer than the service would open itself. */
const POOL_SIZE = 3;

/** A PostgreSQL with a ledger and a read database, on which this service runs whole among its neighbours. */
export class Installation {
  private constructor(
    private readonly postgres: TestPostgres,
    private readonly pooler: TestPgBouncer | undefined,
    readonly keyRing: InMemoryKeyRing,
    readonly eventStore: PostgresEventStore,
    readonly neighbours: Neighbours,
    private readonly writer: PostgresEventStore,
  ) {}

  /** `pooled`: the service reaches its databases through a pooler that lends connections for a transaction. */
  static async make(way: 'direct' | 'pooled' = 'direct'): Promise<Installation> {
    const postgres = await startPostgres();
    const [ledger, read] = [await postgres.createDatabase('ledger'), await postgres.createDatabase('read')];
    const roles = Object.fromEntries(Object.keys(RIGHTS).map((role) => [role, PASSWORD]));
    await withClient(postgres.url, async (admin) => {
      for (const [name, password] of Object.entries(roles)) await ensureRole(admin, { name, password });
    });
    await migrate(ledger, ledgerSchema);
    for (const [role, rights] of Object.entries(RIGHTS)) await grantLedgerRights(ledger, role, rights);
    await withClient(read, (client) => ensureOwnSchema(client, 'read', 'tickets', 'tickets'));
    await migrate(postgres.urlOf('read', 'tickets', PASSWORD), schemaOf(ticketsService));
    const keyRing = new InMemoryKeyRing();
    const writer = storeOf(postgres, 'neighbours');
    const neighbours = new Neighbours({ eventStore: writer, keyRing });
    const pooler =
      way === 'pooled' ? await TestPgBouncer.start({ server: postgres.url, roles, poolSize: POOL_SIZE }) : undefined;
    return new Installation(postgres, pooler, keyRing, storeOf(postgres, 'tickets'), neighbours, writer);
  }

  async remove(): Promise<void> {
    await Promise.all([this.eventStore.close(), this.writer.close()]);
    await this.pooler?.stop();
    await this.postgres.stop();
  }

  /** Starts the service; `change` puts something else in the place of what it stands on. */
  start(change: (runtime: ServiceRuntime) => ServiceRuntime = (runtime) => runtime): Promise<RunningService> {
    return RunningService.start(this, change);
  }

  storeOf(role: keyof typeof RIGHTS): PostgresEventStore {
    return storeOf(this.postgres, role, this.pooler);
  }

  /** What the service reads from and writes to, made as services make it. */
  get readPool(): pg.PoolConfig {
    const direct = this.postgres.urlOf('read', 'tickets', PASSWORD);
    const url = this.pooler?.through(direct) ?? direct;
    return readPool({
      url,
      applicationName: 'tickets',
      answerTimeoutMs: PATIENT_MS,
      pooled: this.pooler !== undefined,
    });
  }
}

function storeOf(postgres: TestPostgres, role: string, pooler?: TestPgBouncer): PostgresEventStore {
  const direct = postgres.urlOf('ledger', role, PASSWORD);
  const reached = pooler ? { url: pooler.through(direct), directUrl: direct } : { url: direct };
  return new PostgresEventStore({ ...reached, appendTimeoutMs: PATIENT_MS });
}

/** The views, waited for however long they take to come on this machine. */
const patient = (views: ServiceViews): ServiceViews =>
  Object.create(views, {
    atLeast: { value: (places: readonly AwaitedPlace[]) => views.atLeast(places, PATIENT_MS) },
  }) as ServiceViews;

/** The service whole: its module behind a channel, its views and its reactions on the feed. */
export class RunningService {
  private readonly closing = new Closing();

  private constructor(
    readonly runtime: ServiceRuntime,
    readonly feed: LedgerFeed,
    readonly client: TicketsClient,
  ) {}

  static async start(
    installation: Installation,
    change: (runtime: ServiceRuntime) => ServiceRuntime,
  ): Promise<RunningService> {
    const { keyRing, neighbours } = installation;
    const logger = pino({ level: 'silent' });
    const tail = installation.storeOf('tailer');
    const eventStore = installation.storeOf('tickets');
    const database = new pg.Pool(installation.readPool);
    // Whoever stops the server ends connections that are still on their way out.
    database.on('error', () => undefined);
    const published = [...ticketsService.published, ...neighbourhood];
    const feed = new LedgerFeed({
      eventStore: tail,
      published,
      logger,
      interleave: seededRandom(1),
      backOff: { firstMs: 5, longestMs: 20 },
    });
    const views = new ServiceViews({
      service: 'tickets',
      views: ticketsService.views,
      database,
      keyRing,
      eventStore,
      logger,
    });
    const keys = await SigningKeys.generate(systemClock);
    const runtime = change({
      eventStore,
      keyRing,
      feed,
      database,
      views: patient(views),
      rpc: neighbours.rpc,
      issuer: new TokenIssuer({ service: 'tickets', keys, clock: systemClock }),
      verifier: new TokenVerifier({ audience: 'tickets', trusted: { gateway: keys }, clock: systemClock }),
      clock: systemClock,
      logger,
    });
    const server = new InProcessServer();
    const gateway = new TokenIssuer({ service: 'gateway', keys, clock: systemClock });
    const running = new RunningService(runtime, feed, new TicketsClient(new InProcessChannel(server), gateway));
    running.closing.add(() => Promise.all([tail.close(), eventStore.close(), database.end()]));
    await openApp([{ definition: ticketsService, runtime: { ...runtime, views } }], {
      module: ticketsService.module(runtime),
      adapter: httpAdapter({ loopbackOnly: true }),
      rpc: { strategy: server },
      feed,
      consumers: new ConsumerWatch(),
      logger,
      closing: running.closing,
    });
    await views.live();
    return running;
  }

  /** Waits until the reaction has taken all that stands in the ledger now. */
  async reacted(): Promise<void> {
    const head = placeOf(await this.runtime.eventStore.head()).position;
    const reached = () =>
      this.feed.health().find(({ consumer }) => consumer.startsWith('tickets.open-ticket'))?.position;
    while ((reached() ?? -1n) < head) await sleep(10);
  }

  /** Waits until the views have heard what has happened to a team so far. */
  async heardOf(id: TeamId): Promise<void> {
    const { views, eventStore } = this.runtime;
    const place = { topic: 'team', tenant: TENANT, id, cursor: await eventStore.head() } as const;
    expect(await views.atLeast([place], PATIENT_MS)).toEqual({ reached: true });
  }

  async stop(): Promise<void> {
    await this.closing.close();
  }
}
