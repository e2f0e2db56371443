import type { Place } from '@ledgerdesk/event-store';
import type { FeedBatch } from '../port/feed.ts';
import type { FeedPage, PageEntry } from './feed-page.ts';

/** The one source of this feed. */
export const LEDGER = 'ledger';

/** What a consumer hears, and about how much of it at once. */
export interface Wanted {
  readonly topics: ReadonlySet<string>;
  readonly batchSize: number;
}

/** What a consumer hears of pages, beyond a place. Pages are not cut: within one, the order may be another than the ledger's. */
export function batchOf(
  { topics, batchSize }: Wanted,
  { epoch, position: after }: Place,
  pages: readonly FeedPage[],
): FeedBatch {
  const entries: PageEntry[] = [];
  let position = after;
  for (const page of pages) {
    if (entries.length >= batchSize) break;
    for (const entry of page.entries) {
      if (entry.position > after && topics.has(entry.topic)) entries.push(entry);
    }
    position = page.upTo;
  }
  return {
    source: LEDGER,
    epoch,
    events: entries.map((entry) => entry.event),
    position,
    positions: entries.map((entry) => entry.position),
  };
}
