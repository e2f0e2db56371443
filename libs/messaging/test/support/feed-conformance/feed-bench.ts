import type { InMemoryEventStore } from '@ledgerdesk/event-store';
import type { ConsumerHealth, Feed, FeedLogger } from '@ledgerdesk/messaging';

/** A feed that can say how its consumers are doing. */
export interface WatchedFeed extends Feed {
  health(): readonly ConsumerHealth[];
}

/** Some way from a ledger to consumers. */
export interface FeedBench {
  readonly eventStore: InMemoryEventStore;
  /** A feed as another process would have it. */
  feed(logger: FeedLogger): WatchedFeed;
  /** Brings on its way what the ledger holds, where that does not happen by itself. */
  publish(): Promise<void>;
  /** Publishes again what was published, as a relay does after a crash. */
  repeat(): Promise<void>;
  stop(): Promise<void>;
}

/** Makes one with an empty ledger. */
export type MakeFeedBench = () => Promise<FeedBench>;
