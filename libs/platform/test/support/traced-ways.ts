import type { EventStore } from '@ledgerdesk/event-store';
import {
  KafkaFeed,
  LedgerFeed,
  relayMigrations,
  type Consumer,
  type Feed,
  type FeedBatch,
  type PublishedCategory,
} from '@ledgerdesk/messaging';
import { systemClock } from '@ledgerdesk/platform';
import { migrate } from '@ledgerdesk/postgres';
import { startKafka, type TestPostgres } from '@ledgerdesk/testing';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { publishing } from '../../src/bootstrap/publishing.ts';
import type { WiredService } from '../../src/bootstrap/wire-service.ts';
import { traced } from '../../src/observability/traced-publisher.ts';
import { quiet } from './quiet.ts';

/** How events come from the ledger to consumers. */
export type Way = Pick<Feed, 'subscribe' | 'start' | 'stop'>;

export interface WayOptions {
  readonly postgres: TestPostgres;
  readonly store: EventStore;
  readonly published: readonly PublishedCategory[];
}

export const consumer = (name: string, handle: (batch: FeedBatch) => Promise<void>): Consumer => ({
  name,
  topics: ['ticket'],
  checkpoint: () => Promise.resolve(undefined),
  handle,
});

/** In one process: what would be published hears the same feed. */
export function ledgerWay({ store, published }: WayOptions): Way {
  const feed = new LedgerFeed({ eventStore: store, published, logger: quiet });
  const publisher = traced({ publish: () => Promise.resolve() });
  feed.subscribe(
    consumer('spec.relay', async ({ events, positions }) => {
      await publisher.publish(events.map((event, at) => ({ event, position: positions[at]! })));
    }),
  );
  return feed;
}

/** Over a broker, by a service's own relay. */
export async function kafkaWay({ postgres, store, published }: WayOptions): Promise<Way> {
  const kafka = await startKafka();
  const url = await postgres.createDatabase('read');
  await migrate(url, { schema: 'tickets', migrations: relayMigrations, oldestProgram: 1 });
  const database = new pg.Pool({ connectionString: url, options: '-c search_path=tickets' });
  database.on('error', () => undefined);
  const connection = { brokers: kafka.brokers, clientId: 'spec' };
  const generation = randomUUID().slice(0, 8);
  const runtime = { eventStore: store, database, clock: systemClock, logger: quiet };
  const service = { definition: { name: 'tickets', published }, runtime } as unknown as WiredService;
  const clear = { tenants: [], retentionMs: 0 };
  const outlet = publishing(service, { connection, generation, format: 'protobuf', clear })!;
  const feed = new KafkaFeed({ connection, generation, eventStore: store, logger: quiet });
  const ending = new AbortController();
  let relayed: Promise<void> | undefined;
  return {
    subscribe: (one) => feed.subscribe(one),
    start() {
      relayed = outlet.run(ending.signal);
      return feed.start();
    },
    async stop() {
      ending.abort();
      await Promise.all([feed.stop(), relayed]);
      await database.end();
      await kafka.stop();
    },
  };
}
