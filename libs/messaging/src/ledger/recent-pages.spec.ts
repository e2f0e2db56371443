import type { FeedPage } from './feed-page.ts';
import { RecentPages } from './recent-pages.ts';

const page = (after: bigint, upTo: bigint, weight = 10): FeedPage => ({ after, upTo, entries: [], weight });

describe('The recent end of the ledger', () => {
  let recent: RecentPages;
  beforeEach(() => {
    recent = new RecentPages(30);
    recent.begin({ epoch: 'e', position: 5n });
  });

  const pagesAfter = (position: bigint) => recent.after(position)?.map(({ upTo }) => upTo);

  it('has nothing for who stands at its beginning, and sends away who stands before it', () => {
    expect(pagesAfter(5n)).toEqual([]);
    expect(pagesAfter(4n)).toBeUndefined();
  });

  it('answers the pages that reach beyond a place, also from within a page', () => {
    recent.add(page(5n, 8n));
    recent.add(page(8n, 9n));
    expect(pagesAfter(5n)).toEqual([8n, 9n]);
    expect(pagesAfter(7n)).toEqual([8n, 9n]);
    expect(pagesAfter(8n)).toEqual([9n]);
    expect(pagesAfter(9n)).toEqual([]);
  });

  it('lets the oldest pages go where there is more than it may keep', () => {
    for (let at = 5n; at < 15n; at += 1n) recent.add(page(at, at + 1n));
    expect(pagesAfter(12n)).toEqual([13n, 14n, 15n]);
    expect(pagesAfter(11n)).toBeUndefined();
    recent.add(page(15n, 16n, 31));
    expect(pagesAfter(15n)).toBeUndefined();
    expect(pagesAfter(16n)).toEqual([]);
  });

  it('wakes whoever waits when there is more, and when it begins anew', async () => {
    const { signal } = new AbortController();
    const moved = recent.moved(signal);
    recent.add(page(5n, 6n));
    await moved;
    const begun = recent.moved(signal);
    recent.begin({ epoch: 'f', position: 0n });
    await begun;
    expect(recent.place).toEqual({ epoch: 'f', position: 0n });
  });
});
