import { gatewayService } from '@ledgerdesk/gateway';
import type { KeyRing } from '@ledgerdesk/event-store';
import { newId, type TenantId } from '@ledgerdesk/kernel';
import { consumerMigrations, LedgerFeed } from '@ledgerdesk/messaging';
import { migrate } from '@ledgerdesk/postgres';
import { ServiceViews } from '@ledgerdesk/read-models';
import { ticketsService } from '@ledgerdesk/tickets';
import pg from 'pg';
import { pino } from 'pino';
import type { Figure, Round } from './figure.ts';
import { withLedger, type BenchLedger } from './support/bench-ledger.ts';
import { withKeys } from './support/bench-keys.ts';
import { times } from './support/in-flight.ts';
import { rawRead } from './support/raw-read.ts';
import { EVENTS_PER_TICKET, TicketHistory } from './support/ticket-history.ts';

// Whatever the gateway is composed with.
const { views: gatewayViews } = gatewayService({} as Parameters<typeof gatewayService>[0]);

const ROUNDS = 3;
const TICKETS = 12_500;
const LONGEST_MS = 600_000;

export const figure: Figure = {
  name: 'rebuild-ticket-board',
  unit: 'events/s',
  reference: 'SELECTs of the same events in pages, parsers off',
  referenceUnit: 'events/s',
  bound: 'atLeast',
  limit: 0.1,
  rounds: () =>
    withLedger((ledger) =>
      withKeys(ledger.postgres, async (keyRing) => {
        const tenant = newId('tnt');
        await seed(ledger, tenant, keyRing);
        await rawRead(ledger.url);
        const rounds: Round[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          rounds.push({ reference: await rawRead(ledger.url), value: await rebuild(ledger, tenant, keyRing) });
        }
        return rounds;
      }),
    ),
};

async function seed({ store }: BenchLedger, tenant: TenantId, keyRing: KeyRing): Promise<void> {
  const history = new TicketHistory(tenant, keyRing);
  const write = async (): Promise<void> => {
    const { stream, expected, events, command } = await history.next();
    await store.append(stream, expected, events, command);
  };
  await times(
    TICKETS,
    Array.from({ length: 16 }, () => write),
  );
}

/** Fills the board from the beginning in a database of its own, as a new version of it is filled. Answers events a second. */
async function rebuild({ postgres, store }: BenchLedger, tenant: TenantId, keyRing: KeyRing): Promise<number> {
  const name = `read_${Date.now()}`;
  const connectionString = await postgres.createDatabase(name);
  await migrate(connectionString, { schema: 'public', migrations: consumerMigrations, oldestProgram: 1 });
  const database = new pg.Pool({ connectionString, max: 4, pipeline: true });
  const logger = pino({ level: 'warn' });
  const views = new ServiceViews({
    service: 'gateway',
    views: gatewayViews.filter((view) => view.name === 'ticket-board'),
    database,
    keyRing,
    eventStore: store,
    logger,
  });
  const feed = new LedgerFeed({ eventStore: store, published: ticketsService.published, logger });
  await views.prepare();
  for (const consumer of views.consumers) feed.subscribe(consumer);
  const head = await store.head();
  const begin = performance.now();
  await feed.start();
  const { reached } = await views.atLeast([{ topic: 'ticket', tenant, id: newId('tkt'), cursor: head }], LONGEST_MS);
  const seconds = (performance.now() - begin) / 1000;
  await feed.stop();
  await database.end();
  if (!reached) throw new Error(`The board was not rebuilt within ${LONGEST_MS / 1000} s.`);
  return (TICKETS * EVENTS_PER_TICKET) / seconds;
}
