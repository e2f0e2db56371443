import type { FeedBatch } from './feed.ts';
import type { PlacedEvent } from './publisher.ts';

/** The events of a batch, each with its place in the ledger. */
export const placedEvents = ({ events, positions }: Pick<FeedBatch, 'events' | 'positions'>): readonly PlacedEvent[] =>
  events.map((event, at) => ({ event, position: positions[at]! }));
