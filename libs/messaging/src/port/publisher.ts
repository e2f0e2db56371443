import type { Topic } from '@ledgerdesk/contracts';
import type { FeedEvent } from './feed-event.ts';

/** A public event, and its place in the ledger. */
export interface PlacedEvent<T extends Topic = Topic> {
  readonly event: FeedEvent<T>;
  readonly position: bigint;
}

/** The way out of the ledger: where a relay brings public events. */
export interface Publisher {
  /**
   * Resolves when all of them are durable, each aggregate's in their order. After a throw any part of them may be: the same
   * are brought again, and whoever hears them knows them by their position.
   */
  publish(events: readonly PlacedEvent[]): Promise<void>;
}
