import type { Place } from '@ledgerdesk/event-store';
import { Waiters } from '@ledgerdesk/kernel';
import type { FeedPage } from './feed-page.ts';

/** The last pages that the tailer read: what all consumers share, and never more than a bounded piece of the ledger. */
export class RecentPages {
  private pages: FeedPage[] = [];
  private weight = 0;
  private tail: Place | undefined;
  /** How often it has begun: since then a place may be of another ledger. */
  beginnings = 0;
  private readonly waiters = new Waiters();

  constructor(private readonly weightAtMost: number) {}

  /** How far the tailer has come. */
  get place(): Place {
    if (!this.tail) throw new Error('The tailer has not started');
    return this.tail;
  }

  /** Starts at a place, with nothing before it. */
  begin(place: Place): void {
    this.pages = [];
    this.weight = 0;
    this.tail = place;
    this.beginnings += 1;
    this.waiters.wake();
  }

  add(page: FeedPage): void {
    this.pages.push(page);
    this.weight += page.weight;
    this.tail = { epoch: this.place.epoch, position: page.upTo };
    let dropped = 0;
    while (this.weight > this.weightAtMost) this.weight -= this.pages[dropped++]!.weight;
    if (dropped > 0) this.pages.splice(0, dropped);
    this.waiters.wake();
  }

  /** The pages that reach beyond a position; undefined where it is too long ago, and the reader must look for itself. */
  after(position: bigint): readonly FeedPage[] | undefined {
    const start = this.pages[0]?.after ?? this.place.position;
    if (position < start) return undefined;
    return this.pages.slice(this.pages.findLastIndex(({ upTo }) => upTo <= position) + 1);
  }

  /** Resolves when there is more, or the signal says stop. */
  moved(signal: AbortSignal): Promise<void> {
    return this.waiters.next(signal);
  }
}
