import type { KeyRing } from '@ledgerdesk/event-store';
import { newId, type TenantId } from '@ledgerdesk/kernel';
import { ensureTopics, KafkaPublisher, Relay, relayMigrations, type KafkaConnection } from '@ledgerdesk/messaging';
import { migrate } from '@ledgerdesk/postgres';
import { startKafka } from '@ledgerdesk/testing';
import { ticketsService } from '@ledgerdesk/tickets';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { placeOf } from '@ledgerdesk/event-store';
import pg from 'pg';
import { pino } from 'pino';
import { withKeys } from './bench-keys.ts';
import { withLedger, type BenchLedger } from './bench-ledger.ts';
import { EVENTS_PER_TICKET, seedTickets, TicketHistory } from './ticket-history.ts';

const TICKETS = 12_500;
const LOOK_EVERY_MS = 5;

export const EVENTS = TICKETS * EVENTS_PER_TICKET;

/** A ledger full of whole tickets, and an Apache Kafka beside it. */
export interface KafkaBench {
  readonly ledger: BenchLedger;
  readonly keyRing: KeyRing;
  readonly tenant: TenantId;
  readonly connection: KafkaConnection;
  /** Makes a generation of the topics that tickets publish, under a name of its own. */
  newGeneration(): Promise<string>;
  /** Brings the whole ledger there, as the tickets service does. Answers events a second. */
  relayTo(generation: string): Promise<number>;
}

const logger = pino({ level: 'warn' });

/** Starts both, and ends them after the work. */
export const withKafka = <Result>(work: (bench: KafkaBench) => Promise<Result>): Promise<Result> =>
  withLedger((ledger) =>
    withKeys(ledger.postgres, async (keyRing) => {
      const tenant = newId('tnt');
      await seedTickets(ledger.store, new TicketHistory(tenant, keyRing), TICKETS);
      const relays = await ledger.postgres.createDatabase('relays');
      await migrate(relays, { schema: 'public', migrations: relayMigrations, oldestProgram: 1 });
      const kafka = await startKafka();
      const database = new pg.Pool({ connectionString: relays, max: 2 });
      try {
        const connection = { brokers: kafka.brokers, clientId: 'bench' };
        return await work({
          ledger,
          keyRing,
          tenant,
          connection,
          async newGeneration() {
            const generation = randomBytes(6).toString('hex');
            const topics = ticketsService.published.map(({ topic }) => topic);
            await ensureTopics({ connection, generation, topics, replicationFactor: 1, logger });
            return generation;
          },
          relayTo: (generation) => relayTo(generation, { ledger, connection, database }),
        });
      } finally {
        await database.end();
        await kafka.stop();
      }
    }),
  );

interface Way {
  readonly ledger: BenchLedger;
  readonly connection: KafkaConnection;
  readonly database: pg.Pool;
}

async function relayTo(generation: string, { ledger: { store }, connection, database }: Way): Promise<number> {
  const { position: end } = placeOf(await store.head());
  const publisher = new KafkaPublisher({ connection, generation, logger });
  const { published } = ticketsService;
  const relay = new Relay({
    name: generation,
    holder: 'bench',
    eventStore: store,
    published,
    publisher,
    database,
    logger,
  });
  const stopping = new AbortController();
  const begin = performance.now();
  const running = relay.run(stopping.signal);
  while ((relay.health.position ?? 0n) < end) await sleep(LOOK_EVERY_MS);
  const seconds = (performance.now() - begin) / 1000;
  stopping.abort();
  await running;
  await publisher.stop();
  return EVENTS / seconds;
}
