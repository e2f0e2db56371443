import { InMemoryEventStore } from '@ledgerdesk/event-store';
import { LedgerFeed } from '@ledgerdesk/messaging';
import { published } from '../desk-ledger.ts';
import type { FeedBench } from './feed-bench.ts';

/** A ledger in memory, read by the feed itself: nothing is ever published twice. */
export function ledgerBench(): FeedBench {
  const eventStore = new InMemoryEventStore();
  return {
    eventStore,
    feed: (logger) => new LedgerFeed({ eventStore, published, logger, backOff: { firstMs: 1, longestMs: 5 } }),
    publish: () => Promise.resolve(),
    repeat: () => Promise.resolve(),
    stop: () => eventStore.close(),
  };
}
