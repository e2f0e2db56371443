import { cursorOf, type EventStore, type Place } from '@ledgerdesk/event-store';
import type { Topic } from '@ledgerdesk/contracts';
import type { FeedPage } from './feed-page.ts';
import type { PageMaker } from './page-maker.ts';
import { affordable } from './page-weight.ts';

export interface CatchUpOptions {
  readonly eventStore: Pick<EventStore, 'readAll'>;
  readonly pages: PageMaker;
  readonly topics: readonly Topic[];
  readonly batchSize: number;
}

/** The first page, before it is known how heavy this part of the ledger is. */
const FIRST_PAGE = 250;

/** One consumer's own way through the ledger, where it is too far behind the tailer. Reads one page ahead. */
export class CatchUp {
  private ahead: { readonly position: bigint; readonly page: Promise<FeedPage> } | undefined;
  private size: number;

  constructor(private readonly options: CatchUpOptions) {
    this.size = Math.min(FIRST_PAGE, options.batchSize);
  }

  async pageAfter(place: Place): Promise<FeedPage> {
    const { ahead, size } = this;
    this.ahead = undefined;
    const page = await (ahead?.position === place.position ? ahead.page : this.read(place));
    if (page.entries.length >= size) this.readAhead({ epoch: place.epoch, position: page.upTo }, page);
    return page;
  }

  private readAhead(place: Place, { entries, weight }: FeedPage): void {
    this.size = Math.min(affordable({ count: entries.length, weight }), this.options.batchSize);
    const page = this.read(place);
    this.ahead = { position: place.position, page };
    // Whoever asks for it hears of the fault; if nobody asks, nobody misses it.
    page.catch(() => undefined);
  }

  private async read(place: Place): Promise<FeedPage> {
    const { eventStore, pages, topics } = this.options;
    const after = place.position < 0n ? 'start' : cursorOf(place);
    return pages.pageOf(await eventStore.readAll({ categories: topics }, after, this.size), place.position);
  }
}
