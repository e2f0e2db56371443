import { placeOf, type Batch, type RecordedEvent } from '@ledgerdesk/event-store';
import type { FeedMapping } from '../publishing/feed-mapping.ts';
import { PageEntry, type FeedPage } from './feed-page.ts';
import { interleaved } from './interleaved.ts';
import { ENVELOPE_WEIGHT } from './page-weight.ts';

/** Makes pages of what was read from the ledger. */
export class PageMaker {
  constructor(
    private readonly mapping: FeedMapping,
    /** Draws the order of categories within a page, where a spec asks for it. */
    private readonly random?: () => number,
  ) {}

  pageOf({ events, cursor }: Batch, after: bigint): FeedPage {
    const entries: PageEntry[] = [];
    let weight = ENVELOPE_WEIGHT;
    for (const recorded of events) {
      const entry = this.entryOf(recorded);
      if (!entry) continue;
      entries.push(entry);
      weight += entry.weight;
    }
    const ordered = this.random ? interleaved(entries, this.random) : entries;
    return { after, upTo: placeOf(cursor).position, entries: ordered, weight };
  }

  /** Private events are nobody's business here; the page passes them all the same. */
  private entryOf(recorded: RecordedEvent): PageEntry | undefined {
    const topic = this.mapping.topicOf(recorded);
    return topic && new PageEntry(topic, placeOf(recorded.cursor).position, recorded, this.mapping);
  }
}
