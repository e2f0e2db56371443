import { pause } from '@ledgerdesk/kernel';
import type { FeedLogger, Publisher, Relay, RelayOptions } from '@ledgerdesk/messaging';

/** A way of events from the ledger to topics. */
export interface Outlet {
  readonly relay: Relay;
  /** Until the signal says stop; then it finishes its page and hands over the lead. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

/** What all relays of a process have in common. */
export type RelayFromHere = Pick<RelayOptions, 'holder' | 'eventStore' | 'published' | 'database' | 'logger'>;

export interface OutletOptions {
  readonly relay: Relay;
  readonly publisher: Publisher & { stop(): Promise<void> };
  /** Makes the topics where they are missing: tried until it succeeds. */
  readonly ensureTopics?: () => Promise<void>;
  readonly logger: FeedLogger;
}

const PAUSE_MS = 2_000;

export const outlet = ({ relay, publisher, ensureTopics, logger }: OutletOptions): Outlet => ({
  relay,
  async run(signal) {
    if (ensureTopics) await untilDone(ensureTopics, signal, logger);
    await relay.run(signal);
    await publisher.stop();
  },
});

async function untilDone(work: () => Promise<void>, signal: AbortSignal, logger: FeedLogger): Promise<void> {
  while (!signal.aborted) {
    try {
      return await work();
    } catch (error) {
      logger.warn({ error }, 'Topics cannot be made yet: it will be tried again');
      await pause(PAUSE_MS, signal);
    }
  }
}
