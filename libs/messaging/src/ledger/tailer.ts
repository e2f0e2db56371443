import { pause } from '@ledgerdesk/kernel';
import { cursorOf, ForeignEpochError, placeOf, type Batch, type EventStore } from '@ledgerdesk/event-store';
import { pauseAfter, type BackOff } from '../delivery/back-off.ts';
import type { FeedLogger } from '../delivery/health.ts';
import type { PageMaker } from './page-maker.ts';
import { affordable, weightOf } from './page-weight.ts';
import type { RecentPages } from './recent-pages.ts';

/** Small enough that what comes is handed on at once, large enough that much of it comes together. */
const PAGE_SIZE = 500;

/** While nothing is known of how heavy the events are. */
const FIRST_PAGE = 100;

export interface TailerOptions {
  readonly eventStore: EventStore;
  readonly pages: PageMaker;
  readonly recent: RecentPages;
  readonly backOff: BackOff;
  readonly logger: FeedLogger;
}

/** Reads the ledger once for all consumers, as it grows. */
export class Tailer {
  private size = FIRST_PAGE;

  constructor(private readonly options: TailerOptions) {}

  /** Stands at the ledger's end. @throws ForbiddenCategoryError where the role may not read everything */
  async begin(): Promise<void> {
    const { eventStore, recent } = this.options;
    const head = await eventStore.head();
    await eventStore.readAll('everything', head, 1);
    recent.begin(placeOf(head));
  }

  /** Until the signal says stop. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { backOff, logger } = this.options;
    for (let failures = 0; !signal.aborted;) {
      const { position } = this.options.recent.place;
      try {
        await this.follow(signal);
      } catch (error) {
        failures = this.options.recent.place.position > position ? 1 : failures + 1;
        logger.error({ error }, 'The tailer of the ledger failed, and goes on');
        await pause(pauseAfter(backOff, failures), signal);
        if (error instanceof ForeignEpochError) await this.beginAnew();
      }
    }
  }

  /** Until the signal says stop, or pages should be of another size. */
  private async follow(signal: AbortSignal): Promise<void> {
    const { eventStore, pages, recent } = this.options;
    const { size } = this;
    const after = cursorOf(recent.place);
    for await (const batch of eventStore.subscribe('everything', { after, signal, batchSize: size })) {
      recent.add(pages.pageOf(batch, recent.place.position));
      this.size = sizeAfter(batch, size);
      if (this.size !== size) return;
    }
  }

  /** A backup was restored: the consumers find out for themselves whether they can go on. */
  private async beginAnew(): Promise<void> {
    try {
      await this.begin();
    } catch (error) {
      this.options.logger.error({ error }, 'The ledger cannot be read');
    }
  }
}

/** Fewer events where a page was too heavy, more where it was full and light. */
function sizeAfter({ events }: Batch, size: number): number {
  const fits = affordable({ count: events.length, weight: events.reduce((sum, event) => sum + weightOf(event), 1) });
  if (events.length > 0 && fits < events.length) return fits;
  return events.length >= size && fits >= 2 * size ? Math.min(2 * size, PAGE_SIZE) : size;
}
