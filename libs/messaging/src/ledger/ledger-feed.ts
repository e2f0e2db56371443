import { placeOf, type EventStore } from '@ledgerdesk/event-store';
import type { Consumer, Feed } from '../port/feed.ts';
import type { PublishedCategory } from '../port/publishing.ts';
import type { BackOff } from './back-off.ts';
import { CatchUp } from './catch-up.ts';
import { Delivery } from './delivery.ts';
import { FeedMapping } from './feed-mapping.ts';
import type { ConsumerHealth, FeedLogger } from './health.ts';
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

/** What a run of the feed consists of. */
interface Running {
  readonly stopping: AbortController;
  readonly ends: Promise<void>[];
}

/** The feed of one process, from the ledger itself: it is read once, and what is published of it goes to all consumers. */
export class LedgerFeed implements Feed {
  private readonly recent: RecentPages;
  private readonly pages: PageMaker;
  private readonly tailer: Tailer;
  private readonly deliveries = new Map<string, Delivery>();
  private running: Running | undefined;

  constructor(private readonly options: LedgerFeedOptions) {
    const { eventStore, published, logger, interleave, backOff = BACK_OFF, memory = MEMORY } = options;
    this.recent = new RecentPages(memory);
    this.pages = new PageMaker(new FeedMapping(published, interleave !== undefined), interleave);
    this.tailer = new Tailer({ eventStore, pages: this.pages, recent: this.recent, backOff, logger });
  }

  subscribe(consumer: Consumer): void {
    if (this.deliveries.has(consumer.name)) throw new Error(`Two consumers are named ${consumer.name}`);
    const delivery = this.deliveryTo(consumer);
    this.deliveries.set(consumer.name, delivery);
    if (this.running) this.deliver(delivery, this.running);
  }

  async start(): Promise<void> {
    if (this.running) throw new Error('The feed runs already');
    await this.tailer.begin();
    const running: Running = { stopping: new AbortController(), ends: [] };
    this.running = running;
    running.ends.push(this.tailer.run(running.stopping.signal));
    for (const delivery of this.deliveries.values()) this.deliver(delivery, running);
  }

  async stop(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    running?.stopping.abort();
    await Promise.all(running?.ends ?? []);
  }

  /** How each consumer is doing, in the order of their subscription. */
  health(): readonly ConsumerHealth[] {
    return [...this.deliveries.values()].map(({ health }) => health);
  }

  private deliver(delivery: Delivery, { stopping, ends }: Running): void {
    ends.push(delivery.run(stopping.signal));
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
