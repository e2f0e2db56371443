import type { Relay } from '@ledgerdesk/messaging';
import { Gauge } from 'prom-client';
import { lookWithEachReading } from './looks.ts';
import { registry } from './registry.ts';

const gauge = (name: string, help: string): Gauge =>
  new Gauge({ name, help, labelNames: ['service'], registers: [registry] });

const faulty = gauge(
  'ledgerdesk_clear_topics_faulty',
  'Tenants whose clear topic this replica could not write when it last tried, or writes no more; the log says why.',
);
const lagSeconds = gauge(
  'ledgerdesk_clear_topics_lag_seconds',
  'Age of the oldest event of the service that a clear topic has not been brought past yet, of the one that is most behind.',
);

/** Tells how the clear topics of a service are doing, all of them together: tenants are no labels. Answers with what ends it. */
export function measureClearTopics(service: string, relays: readonly Pick<Relay, 'health' | 'lag'>[]): () => void {
  if (relays.length === 0) return () => undefined;
  return lookWithEachReading({
    name: 'clear topics',
    async look() {
      faulty.set({ service }, relays.filter(({ health }) => health.fault !== undefined).length);
      const lags = await Promise.all(relays.map((relay) => relay.lag()));
      lagSeconds.set({ service }, Math.max(...lags.map(({ seconds }) => seconds)));
    },
    forget: () => [faulty, lagSeconds].forEach((each) => each.remove({ service })),
  });
}
