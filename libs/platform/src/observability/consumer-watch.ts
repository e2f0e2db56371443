import { untilAborted } from '@ledgerdesk/kernel';
import type { Consumer, FeedBatch } from '@ledgerdesk/messaging';
import type { Logger } from 'pino';
import { spansOf } from './in-trace-of.ts';
import { LateTenants } from './late-tenants.ts';
import { measureBatch } from './metrics/batches.ts';

/** A consumer that a feed brings events, as those who watch over it know it. */
export interface Watched {
  readonly service: string;
  readonly consumer: Pick<Consumer, 'name' | 'topics'>;
  /** The view that it keeps, if it keeps one. */
  readonly view: string | undefined;
}

export interface WatchedService {
  readonly service: string;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Knows the consumers of a process, and since when each has been at work on the batch it has in hand. */
export class ConsumerWatch {
  readonly watched: Watched[] = [];
  private readonly inHand = new Map<FeedBatch, { readonly consumer: string; readonly since: number }>();

  /** The same consumer, watched. */
  over(consumer: Consumer, { service, logger }: WatchedService, view?: string): Consumer {
    this.watched.push({ service, consumer, view });
    const { name, topics, batchSize } = consumer;
    const late = new LateTenants({ consumer: name, logger });
    return {
      name,
      topics,
      ...(batchSize !== undefined && { batchSize }),
      checkpoint: (source) => consumer.checkpoint(source),
      handle: async (batch) => {
        const since = performance.now();
        this.inHand.set(batch, { consumer: name, since });
        // A reaction shows in the trace of each event by itself, with what it does.
        const spans = view === undefined ? [] : spansOf(name, batch.events);
        try {
          await consumer.handle(batch);
          for (const span of spans) span.end();
          measureBatch({
            service,
            consumer: name,
            events: batch.events.length,
            seconds: (performance.now() - since) / 1000,
          });
          late.hear(batch.events);
        } catch (error) {
          for (const span of spans) span.end(error);
          throw error;
        } finally {
          this.inHand.delete(batch);
        }
      },
      awaited: (signal) => consumer.awaited?.(signal) ?? untilAborted(signal),
      meanwhile: (signal) => consumer.meanwhile?.(signal) ?? Promise.resolve(),
    };
  }

  /** Consumers that have had the same batch in hand for longer. */
  busyForLongerThan(ms: number): readonly string[] {
    const now = performance.now();
    const busy = [...this.inHand.values()].filter(({ since }) => now - since > ms);
    return [...new Set(busy.map(({ consumer }) => consumer))];
  }
}
