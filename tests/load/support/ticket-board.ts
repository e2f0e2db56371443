import type { KeyRing } from '@ledgerdesk/event-store';
import { gatewayService } from '@ledgerdesk/gateway';
import { consumerMigrations } from '@ledgerdesk/messaging';
import { migrate } from '@ledgerdesk/postgres';
import { ServiceViews } from '@ledgerdesk/read-models';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import type { BenchLedger } from './bench-ledger.ts';

// Whatever the gateway is composed with.
const { views: gatewayViews } = gatewayService({} as Parameters<typeof gatewayService>[0]);
const board = gatewayViews.filter((view) => view.name === 'ticket-board');

/** The board as the gateway keeps it, empty, in a database of its own. */
export async function withTicketBoard<Result>(
  { postgres, store }: BenchLedger,
  keyRing: KeyRing,
  work: (views: ServiceViews) => Promise<Result>,
): Promise<Result> {
  const connectionString = await postgres.createDatabase(`read_${randomBytes(4).toString('hex')}`);
  await migrate(connectionString, { schema: 'public', migrations: consumerMigrations, oldestProgram: 1 });
  const database = new pg.Pool({ connectionString, max: 4, pipeline: true });
  const logger = pino({ level: 'warn' });
  const views = new ServiceViews({ service: 'gateway', views: board, database, keyRing, eventStore: store, logger });
  try {
    await views.prepare();
    return await work(views);
  } finally {
    await database.end();
  }
}
