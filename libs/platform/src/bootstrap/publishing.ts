import { pause } from '@ledgerdesk/kernel';
import { ensureTopics, KafkaPublisher, Relay, type KafkaConnection, type PayloadFormat } from '@ledgerdesk/messaging';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { WiredService } from './wire-service.ts';

export interface PublishingOptions {
  readonly connection: KafkaConnection;
  readonly generation: string;
  readonly format: PayloadFormat;
}

const PAUSE_MS = 2_000;

/**
 * Brings what a service publishes from the ledger to Kafka, until the signal says stop. Of several replicas one does so.
 * Never rejects: while Kafka is away, commands are taken, and what they made is published later.
 */
export async function publish(
  { definition: { name, published }, runtime }: WiredService,
  { connection, generation, format }: PublishingOptions,
  signal: AbortSignal,
): Promise<void> {
  const { eventStore, database, logger } = runtime;
  const topics = published.map(({ topic }) => topic);
  if (topics.length === 0) return;
  const publisher = new KafkaPublisher({ connection, generation, format, logger });
  const holder = `${hostname()}/${process.pid}/${randomUUID()}`;
  const relay = new Relay({ name, holder, eventStore, published, publisher, database, logger });
  await untilDone(
    () => ensureTopics({ connection, topics, generation, logger }),
    signal,
    (error) => logger.warn({ error, topics }, 'The topics cannot be made yet: it will be tried again'),
  );
  await relay.run(signal);
  await publisher.stop();
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
