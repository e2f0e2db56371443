import type { Place } from '@ledgerdesk/event-store';
import { LEDGER } from '../delivery/sources.ts';
import type { FeedBatch } from '../port/feed.ts';
import type { FeedPage, PageEntry } from './feed-page.ts';
import { PAGE_WEIGHT } from './page-weight.ts';

/** What a consumer hears, and about how much of it at once. */
export interface Wanted {
  readonly topics: ReadonlySet<string>;
  readonly batchSize: number;
}

/**
 * What a consumer hears of pages, beyond a place: about as much as it likes, and as memory bears. Pages are not cut: within
 * one, the order may be another than the ledger's.
 */
export function batchOf(
  { topics, batchSize }: Wanted,
  { epoch, position: after }: Place,
  pages: readonly FeedPage[],
): FeedBatch {
  const entries: PageEntry[] = [];
  let position = after;
  let weight = 0;
  for (const page of pages) {
    if (entries.length >= batchSize || weight >= PAGE_WEIGHT) break;
    for (const entry of page.entries) {
      if (entry.position <= after || !topics.has(entry.topic)) continue;
      entries.push(entry);
      weight += entry.weight;
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
