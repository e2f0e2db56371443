import type { RecordedEvent } from '@ledgerdesk/event-store';
import { published } from '../../test/support/desk-ledger.ts';
import { batchOf } from './batch-of.ts';
import { FeedMapping } from '../publishing/feed-mapping.ts';
import { PageEntry, type FeedPage } from './feed-page.ts';

const mapping = new FeedMapping(published);

/** Ten events of a size. */
function page(after: bigint, eventSize: number): FeedPage {
  const entries = Array.from({ length: 10 }, (_, n) => {
    const recorded = { dataText: { length: eventSize } } as unknown as RecordedEvent;
    const entry = new PageEntry('ticket', after + BigInt(n) + 1n, recorded, mapping);
    Object.defineProperty(entry, 'event', { value: n });
    return entry;
  });
  return { after, upTo: after + 10n, entries, weight: 10 * eventSize };
}

const batchFrom = (pages: readonly FeedPage[]) =>
  batchOf({ topics: new Set(['ticket']), batchSize: 2000 }, { epoch: 'e', position: 0n }, pages);

describe('A batch', () => {
  const pages = (eventSize: number) => Array.from({ length: 100 }, (_, n) => page(BigInt(n * 10), eventSize));

  it('is made of as many pages as the consumer likes', () => {
    expect(batchFrom(pages(600))).toMatchObject({ position: 1000n, positions: { length: 1000 } });
  });

  it('is made of fewer where their events are large, so that memory stays bounded', () => {
    expect(batchFrom(pages(64 * 1024))).toMatchObject({ position: 70n, positions: { length: 70 } });
  });
});
