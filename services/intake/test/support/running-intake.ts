import { grantLedgerRights, InMemoryKeyRing, ledgerSchema, PostgresEventStore } from '@ledgerdesk/event-store';
import { LedgerFeed } from '@ledgerdesk/messaging';
import { HttpProblemFilter, schemaOf, systemClock, type ServiceRuntime } from '@ledgerdesk/platform';
import { ensureOwnSchema, migrate, withClient } from '@ledgerdesk/postgres';
import { ServiceViews } from '@ledgerdesk/read-models';
import { seededRandom, startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { pino } from 'pino';
import 'reflect-metadata';
import { intakeService } from '../../src/intake.module.ts';
import { neighbourhood, Neighbours } from './neighbours.ts';

const PASSWORD = 'of-a-spec';
const RIGHTS = {
  intake: { categories: intakeService.categories },
  neighbours: { categories: ['tenant', 'ticket'] },
  tailer: { categories: [], readAll: true },
};

/** This service whole, on PostgreSQL and the feed. */
export class RunningIntake {
  private constructor(
    readonly neighbours: Neighbours,
    readonly views: ServiceViews,
    readonly app: NestFastifyApplication,
    private readonly closing: () => Promise<void>,
  ) {}

  static async start(): Promise<RunningIntake> {
    const postgres = await startPostgres();
    await prepare(postgres);
    const stores = Object.fromEntries(Object.keys(RIGHTS).map((role) => [role, storeOf(postgres, role)]));
    const {
      intake: eventStore,
      neighbours: writer,
      tailer,
    } = stores as Record<keyof typeof RIGHTS, PostgresEventStore>;
    const keyRing = new InMemoryKeyRing();
    const logger = pino({ level: 'silent' });
    const database = new pg.Pool({
      connectionString: postgres.urlOf('read', 'intake', PASSWORD),
      pipeline: true,
    } as pg.PoolConfig);
    // Whoever stops the server ends connections that are still on their way out.
    database.on('error', () => undefined);
    const published = [...intakeService.published, ...neighbourhood];
    const feed = new LedgerFeed({ eventStore: tailer, published, logger, interleave: seededRandom(1) });
    const views = new ServiceViews({
      service: 'intake',
      views: intakeService.views,
      database,
      keyRing,
      eventStore,
      logger,
    });
    const runtime = {
      eventStore,
      keyRing,
      feed,
      database,
      views,
      clock: systemClock,
      logger,
    } as unknown as ServiceRuntime;
    const module = intakeService.module(runtime);
    const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false });
    app.useGlobalFilters(new HttpProblemFilter());
    await app.init();
    await views.prepare();
    for (const consumer of views.consumers) feed.subscribe(consumer);
    await feed.start();
    await views.live();
    return new RunningIntake(new Neighbours({ eventStore: writer, keyRing }), views, app, async () => {
      await feed.stop();
      await app.close();
      await Promise.all([...Object.values(stores).map((store) => store.close()), database.end()]);
      await postgres.stop();
    });
  }

  stop(): Promise<void> {
    return this.closing();
  }
}

async function prepare(postgres: TestPostgres): Promise<void> {
  const [ledger, read] = [await postgres.createDatabase('ledger'), await postgres.createDatabase('read')];
  for (const role of Object.keys(RIGHTS)) await postgres.query(`CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
  await migrate(ledger, ledgerSchema);
  for (const [role, rights] of Object.entries(RIGHTS)) await grantLedgerRights(ledger, role, rights);
  await withClient(read, (client) => ensureOwnSchema(client, 'read', 'intake', 'intake'));
  await migrate(postgres.urlOf('read', 'intake', PASSWORD), schemaOf(intakeService));
}

const storeOf = (postgres: TestPostgres, role: string): PostgresEventStore =>
  new PostgresEventStore({ url: postgres.urlOf('ledger', role, PASSWORD), appendTimeoutMs: 60_000 });
