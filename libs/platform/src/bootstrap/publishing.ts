import { pause } from '@ledgerdesk/kernel';
import { ensureTopics, KafkaPublisher, Relay, type KafkaConnection, type PayloadFormat } from '@ledgerdesk/messaging';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { measureRelay } from '../observability/metrics/relays.ts';
import { traced } from '../observability/traced-publisher.ts';
import type { WiredService } from './wire-service.ts';

export interface PublishingOptions {
  readonly connection: KafkaConnection;
  readonly generation: string;
  readonly format: PayloadFormat;
}

/** The way of what a service publishes from the ledger to Kafka. */
export interface Publishing {
  readonly relay: Relay;
  /** Until the signal says stop; then it finishes its page and hands over the lead. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

const PAUSE_MS = 2_000;

/**
 * How what a service publishes is brought from the ledger to Kafka, if it publishes anything. Of several replicas one does so.
 * While Kafka is away, commands are taken, and what they made is published later.
 */
export function publishing(
  { definition: { name, published }, runtime }: WiredService,
  { connection, generation, format }: PublishingOptions,
): Publishing | undefined {
  const { eventStore, database, logger } = runtime;
  const topics = published.map(({ topic }) => topic);
  if (topics.length === 0) return undefined;
  const publisher = new KafkaPublisher({ connection, generation, format, logger });
  const holder = `${hostname()}/${process.pid}/${randomUUID()}`;
  const relay = new Relay({ name, holder, eventStore, published, publisher: traced(publisher), database, logger });
  return {
    relay,
    async run(signal) {
      const endMeasuring = measureRelay(name, relay);
      await untilDone(
        () => ensureTopics({ connection, topics, generation, logger }),
        signal,
        (error) => logger.warn({ error, topics }, 'The topics cannot be made yet: it will be tried again'),
      );
      await relay.run(signal);
      endMeasuring();
      await publisher.stop();
    },
  };
}

async function untilDone(
  work: () => Promise<void>,
  signal: AbortSignal,
  complain: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      return await work();
    } catch (error) {
      complain(error);
      await pause(PAUSE_MS, signal);
    }
  }
}
