import type { ConsumerBacklog, ConsumerHealth } from '@ledgerdesk/messaging';
import { Gauge } from 'prom-client';
import type { Watched } from '../consumer-watch.ts';
import { LagTimes } from './lag-times.ts';
import { lookWithEachReading } from './looks.ts';
import { registry } from './registry.ts';

const gauge = (name: string, help: string): Gauge =>
  new Gauge({ name, help, labelNames: ['service', 'consumer', 'view'], registers: [registry] });

const lagEvents = gauge(
  'ledgerdesk_consumer_lag_events',
  'What a consumer has yet to take, in all its processes: records of its topics where Kafka is the feed, else events of the ledger. `view` is set where it keeps one.',
);
const lagSeconds = gauge(
  'ledgerdesk_consumer_lag_seconds',
  'For how long what a consumer has yet to take has waited at the most, told to within the interval of looks (5 s).',
);
const faulty = gauge(
  'ledgerdesk_consumer_faulty',
  '1 where the last batch of a consumer failed in this process: it comes again.',
);
const stopped = gauge(
  'ledgerdesk_consumer_stopped',
  '1 where a consumer takes nothing more in this process before somebody has done what the log says.',
);

/** What is asked of a feed. */
export interface LookedAtFeed {
  health(): readonly ConsumerHealth[];
  /** How far the consumers are behind, in all processes that have them. */
  backlog(): Promise<readonly ConsumerBacklog[]>;
}

/** For how long something waits is known from looks, whether somebody reads the metrics or not. */
const LOOK_EVERY_MS = 5_000;

/** Tells how the consumers of a feed are doing. Answers with what ends it. */
export function measureConsumers(feed: LookedAtFeed, watched: readonly Watched[]): () => void {
  const times = new LagTimes();
  const labelsOf = (name: string) => {
    const found = watched.find(({ consumer }) => consumer.name === name);
    return { service: found?.service ?? '', consumer: name, view: found?.view ?? '' };
  };
  const lookNow = async (): Promise<void> => {
    const backlog = await feed.backlog();
    const now = performance.now();
    for (const { consumer, sources } of backlog) {
      const behind = sources.reduce((sum, { taken, end }) => sum + (end > taken ? end - taken : 0n), 0n);
      const seconds = sources.map((one) => times.note(`${consumer}/${one.source}`, one, now));
      lagEvents.set(labelsOf(consumer), Number(behind));
      lagSeconds.set(labelsOf(consumer), Math.max(0, ...seconds));
    }
  };
  // Brokers that are away take their time to say so: nobody asks them twice meanwhile.
  let underWay: Promise<void> | undefined;
  const look = (): Promise<void> => (underWay ??= lookNow().finally(() => (underWay = undefined)));
  const forget = (gauges: readonly Gauge[]) => () => {
    for (const { consumer } of watched) for (const each of gauges) each.remove(labelsOf(consumer.name));
  };
  const ends = [
    lookWithEachReading({ name: 'consumer lag', look, forget: forget([lagEvents, lagSeconds]) }),
    lookWithEachReading({
      name: 'consumer state',
      look() {
        for (const health of feed.health()) {
          faulty.set(labelsOf(health.consumer), Number(health.fault !== undefined));
          stopped.set(labelsOf(health.consumer), Number(health.stopped));
        }
        return Promise.resolve();
      },
      forget: forget([faulty, stopped]),
    }),
  ];
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    for (const end of ends) end();
  };
}
