import { cursorOf, placeOf, type Cursor, type RecordedEvent, type SubscribeOptions } from '@ledgerdesk/event-store';
import { published } from '../../test/support/desk-ledger.ts';
import { FeedMapping } from '../publishing/feed-mapping.ts';
import { PageMaker } from './page-maker.ts';
import { RecentPages } from './recent-pages.ts';
import { Tailer } from './tailer.ts';
import { quiet } from '../../test/support/quiet.ts';

const EVENTS = 5_000;

const cursorAt = (position: number): Cursor => cursorOf({ epoch: 'e', position: BigInt(position) });

/** A ledger to which so many events were added since the tailer began, each of its size. */
class Ledger {
  readonly pages: number[] = [];

  constructor(private readonly sizeAt: (position: number) => number) {}

  head = () => Promise.resolve(cursorAt(0));
  readAll = () => Promise.resolve({ events: [], cursor: cursorAt(0) });

  async *subscribe(_filter: unknown, { after, batchSize = 0 }: SubscribeOptions) {
    for (let last = Number(placeOf(after as Cursor).position); last < EVENTS;) {
      const first = last + 1;
      last = Math.min(last + batchSize, EVENTS);
      this.pages.push(last - first + 1);
      yield {
        events: Array.from({ length: last - first + 1 }, (_, n) => this.event(first + n)),
        cursor: cursorAt(last),
      };
    }
    this.ended();
  }

  ended: () => void = () => undefined;

  private event(position: number): RecordedEvent {
    const dataText = { length: this.sizeAt(position) } as string;
    return { stream: { category: 'ticket' }, cursor: cursorAt(position), dataText } as unknown as RecordedEvent;
  }
}

describe('The tailer', () => {
  const followed = async (ledger: Ledger): Promise<readonly number[]> => {
    const recent = new RecentPages(1);
    const tailer = new Tailer({
      eventStore: ledger as never,
      pages: new PageMaker(new FeedMapping(published)),
      recent,
      backOff: { firstMs: 1, longestMs: 1 },
      logger: quiet,
    });
    const stopping = new AbortController();
    ledger.ended = () => stopping.abort();
    await tailer.begin();
    await tailer.run(stopping.signal);
    expect(recent.place.position).toBe(BigInt(EVENTS));
    return ledger.pages;
  };

  it('reads more at once where events are small', async () => {
    expect((await followed(new Ledger(() => 600))).slice(0, 5)).toEqual([100, 200, 400, 500, 500]);
  });

  it('reads fewer at once where they are large, so that memory stays bounded', async () => {
    const pages = await followed(new Ledger(() => 64 * 1024));
    expect(Math.max(...pages.slice(1))).toBeLessThan(70);
  });

  it('goes back to larger pages after some heavy ones', async () => {
    const pages = await followed(new Ledger((position) => (position <= 200 ? 64 * 1024 : 600)));
    expect(Math.max(...pages)).toBe(500);
  });
});
