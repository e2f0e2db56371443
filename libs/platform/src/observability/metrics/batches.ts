import { Counter, Histogram } from 'prom-client';
import { isMeasured, registry, SECONDS } from './registry.ts';

const duration = new Histogram({
  name: 'ledgerdesk_consumer_batch_duration_seconds',
  help: 'How long a consumer took for a batch that went well, checkpoint included.',
  labelNames: ['service', 'consumer'],
  buckets: SECONDS,
  registers: [registry],
});

const taken = new Counter({
  name: 'ledgerdesk_consumer_events_total',
  help: 'Events that a consumer took in this process.',
  labelNames: ['service', 'consumer'],
  registers: [registry],
});

export interface MeasuredBatch {
  readonly service: string;
  readonly consumer: string;
  readonly events: number;
  readonly seconds: number;
}

export function measureBatch({ service, consumer, events, seconds }: MeasuredBatch): void {
  if (!isMeasured()) return;
  duration.observe({ service, consumer }, seconds);
  taken.inc({ service, consumer }, events);
}
