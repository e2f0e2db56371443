import {
  ensureTopics,
  isToldToPartners,
  KafkaPublisher,
  Relay,
  relayName,
  type KafkaConnection,
  type PayloadFormat,
} from '@ledgerdesk/messaging';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { measureClearTopics } from '../observability/metrics/clear-topics.ts';
import { measureRelay } from '../observability/metrics/relays.ts';
import { traced } from '../observability/traced-publisher.ts';
import { clearOutlet, type ClearTopics } from './clear-outlet.ts';
import { KeptTopics } from './kept-topics.ts';
import { outlet, type Outlet, type RelayFromHere } from './outlet.ts';
import { PreparedGenerations } from './prepared-generations.ts';
import type { WiredService } from './wire-service.ts';

export interface PublishingOptions {
  readonly connection: KafkaConnection;
  /** The one that is heard here. Others are written beside it while they are prepared, or not retired yet. */
  readonly generation: string;
  readonly format: PayloadFormat;
  readonly clear: ClearTopics;
}

/** The way of what a service publishes from the ledger to Kafka: its relay is that of the generation that is heard. */
export interface Publishing extends Outlet {
  /** That one, those of clear topics, and those of generations that are filled beside it now. */
  readonly relays: () => readonly Relay[];
}

/**
 * How what a service publishes is brought from the ledger to Kafka, if it publishes anything. Of several replicas one does so.
 * While Kafka is away, commands are taken, and what they made is published later.
 */
export function publishing(
  { definition: { name, published }, runtime }: WiredService,
  { connection, generation, format, clear }: PublishingOptions,
): Publishing | undefined {
  const { eventStore, database, logger } = runtime;
  const topics = published.map(({ topic }) => topic);
  if (topics.length === 0) return undefined;
  const holder = `${hostname()}/${process.pid}/${randomUUID()}`;
  const ledger: RelayFromHere = { holder, eventStore, published, database, logger };
  const outletOf = (which: string, how: 'made here' | 'prepared'): Outlet => {
    const publisher = new KafkaPublisher({ connection, generation: which, format, logger });
    const kept = new KeptTopics({ service: name, topics, generation: which, connection, eventStore, database, logger });
    const guarded = kept.guard(publisher);
    return outlet({
      relay: new Relay({
        ...ledger,
        name: relayName(name, which),
        publisher: how === 'prepared' ? guarded : traced(guarded),
        whilePrepared: how === 'prepared',
      }),
      publisher,
      logger,
      ...(how === 'made here' && {
        async ensureTopics() {
          await ensureTopics({ connection, topics, generation, logger });
          await kept.look();
        },
      }),
    });
  };
  const own = outletOf(generation, 'made here');
  const outsiders = topics.some(isToldToPartners) ? clear.tenants : [];
  const cleared = outsiders.map((tenant) => clearOutlet({ service: name, runtime, connection, clear, tenant, ledger }));
  const others = new PreparedGenerations({
    service: name,
    database,
    logger,
    generation,
    outletOf: (which) => outletOf(which, 'prepared'),
  });
  return {
    relay: own.relay,
    relays: () => [own.relay, ...cleared.map(({ relay }) => relay), ...others.relays],
    async run(signal) {
      const measured = [
        measureRelay(name, own.relay),
        measureClearTopics(
          name,
          cleared.map(({ relay }) => relay),
        ),
      ];
      await Promise.all([own, ...cleared, others].map((each) => each.run(signal)));
      for (const end of measured) end();
    },
  };
}
