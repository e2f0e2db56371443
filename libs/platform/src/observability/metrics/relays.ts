import type { Relay } from '@ledgerdesk/messaging';
import { Gauge } from 'prom-client';
import { lookWithEachReading } from './looks.ts';
import { registry } from './registry.ts';

const gauge = (name: string, help: string): Gauge =>
  new Gauge({ name, help, labelNames: ['service'], registers: [registry] });

const leads = gauge(
  'ledgerdesk_relay_leads',
  '1 where this replica brings the events of its service to Kafka; one does.',
);
const faulty = gauge('ledgerdesk_relay_faulty', '1 where the last try of this replica to publish failed.');
const stopped = gauge(
  'ledgerdesk_relay_stopped',
  '1 where the relay publishes nothing more before somebody has done what the log says.',
);
const lagEvents = gauge(
  'ledgerdesk_relay_lag_events',
  'Events of the ledger between what was published and its end; 0 where none of the service waits.',
);
const lagSeconds = gauge(
  'ledgerdesk_relay_lag_seconds',
  'Age of the oldest event that is stored and not published yet; 0 where none waits.',
);

/** Tells how a service's relay is doing: the lag is the same on all its replicas. Answers with what ends it. */
export function measureRelay(service: string, relay: Pick<Relay, 'health' | 'lag'>): () => void {
  const lags = [lagEvents, lagSeconds];
  const endLag = lookWithEachReading({
    name: 'relay',
    async look() {
      const { events, seconds } = await relay.lag();
      lagEvents.set({ service }, events);
      lagSeconds.set({ service }, seconds);
    },
    forget: () => lags.forEach((each) => each.remove({ service })),
  });
  const states = [leads, faulty, stopped];
  const endState = lookWithEachReading({
    name: 'relay state',
    look() {
      const { health } = relay;
      leads.set({ service }, Number(health.leads));
      faulty.set({ service }, Number(health.fault !== undefined));
      stopped.set({ service }, Number(health.stopped));
      return Promise.resolve();
    },
    forget: () => states.forEach((each) => each.remove({ service })),
  });
  return () => {
    endLag();
    endState();
  };
}
