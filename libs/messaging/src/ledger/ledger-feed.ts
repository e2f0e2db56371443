import { placeOf, type EventStore } from '@ledgerdesk/event-store';
import type { Consumer, Feed } from '../port/feed.ts';
import type { PublishedCategory } from '../port/publishing.ts';
import type { BackOff } from '../delivery/back-off.ts';
import { CatchUp } from './catch-up.ts';
import { Delivery } from './delivery.ts';
import { Deliveries } from '../delivery/deliveries.ts';
import { FeedMapping } from '../publishing/feed-mapping.ts';
import type { ConsumerHealth, FeedLogger } from '../delivery/health.ts';
import { PageMaker } from './page-maker.ts';
import { RecentPages } from './recent-pages.ts';
import { Tailer } from './tailer.ts';

export interface LedgerFeedOptions {
  /** With the right to read everything. */
  readonly eventStore: EventStore;
  /** What all services publish. */
  readonly published: readonly PublishedCategory[];
  readonly logger: FeedLogger;
  /** For specs: draws another order among topics wherever the feed allows one, and holds each message against its bytes. */
  readonly interleave?: () => number;
  /** When a failed batch comes again. */
  readonly backOff?: BackOff;
  /** How much of the ledger's end is kept for consumers that are a little behind, in characters. */
  readonly memory?: number;
}

const BACK_OFF: BackOff = { firstMs: 100, longestMs: 10_000 };
const MEMORY = 8 * 1024 * 1024;
const BATCH_SIZE = 1000;

/** The feed of one process, from the ledger itself: it is read once, and what is published of it goes to all consumers. */
export class LedgerFeed implements Feed {
  private readonly recent: RecentPages;
  private readonly pages: PageMaker;
  private readonly tailer: Tailer;
  private readonly deliveries = new Deliveries();

  constructor(private readonly options: LedgerFeedOptions) {
    const { eventStore, published, logger, interleave, backOff = BACK_OFF, memory = MEMORY } = options;
    this.recent = new RecentPages(memory);
    this.pages = new PageMaker(new FeedMapping(published, interleave !== undefined), interleave);
    this.tailer = new Tailer({ eventStore, pages: this.pages, recent: this.recent, backOff, logger });
  }

  subscribe(consumer: Consumer): void {
    this.deliveries.add(consumer.name, this.deliveryTo(consumer));
  }

  async start(): Promise<void> {
    this.deliveries.assertNotRunning();
    await this.tailer.begin();
    this.deliveries.start((signal) => this.tailer.run(signal));
  }

  stop(): Promise<void> {
    return this.deliveries.stop();
  }

  /** How each consumer is doing, in the order of their subscription. */
  health(): readonly ConsumerHealth[] {
    return this.deliveries.health();
  }

  private deliveryTo(consumer: Consumer): Delivery {
    const { recent, pages } = this;
    const { eventStore, logger, backOff = BACK_OFF } = this.options;
    const { topics, batchSize = BATCH_SIZE } = consumer;
    return new Delivery({
      consumer,
      recent,
      catchUp: new CatchUp({ eventStore, pages, topics, batchSize }),
      batchSize,
      backOff,
      logger,
      head: async () => placeOf(await eventStore.head()),
    });
  }
}
