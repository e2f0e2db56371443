import type { Batch, Cursor, EventStore, Filter, RecordedEvent } from '@ledgerdesk/event-store';

export interface FollowOptions {
  readonly after?: Cursor | 'start';
  readonly batchSize?: number;
}

/** Reads along while others write, and keeps all it saw in the order in which it saw it. */
export class Follower {
  readonly seen: RecordedEvent[] = [];
  readonly after: Cursor | 'start';
  private place: Cursor | undefined;
  private readonly stopping = new AbortController();
  private readonly waiting = new Set<() => void>();
  private fault: unknown;
  private readonly running: Promise<void>;

  private constructor(
    private readonly store: EventStore,
    readonly filter: Filter,
    batches: (after: Cursor | 'start', signal: AbortSignal) => AsyncIterable<Batch>,
    after: Cursor | 'start',
  ) {
    this.after = after;
    this.running = this.run(batches(after, this.stopping.signal)).catch((error: unknown) => {
      this.fault = error;
      this.wake();
    });
  }

  static subscribed(store: EventStore, filter: Filter, { after = 'start', batchSize }: FollowOptions = {}): Follower {
    const options = batchSize === undefined ? {} : { batchSize };
    return new Follower(
      store,
      filter,
      (place, signal) => store.subscribe(filter, { after: place, signal, ...options }),
      after,
    );
  }

  /** Asks again and again, as fast as it is answered: the reader that meets every instant of the writers. */
  static restless(
    store: EventStore,
    filter: Filter,
    { after = 'start', batchSize = 100 }: FollowOptions = {},
  ): Follower {
    return new Follower(store, filter, (place, signal) => pages({ store, filter, batchSize }, place, signal), after);
  }

  /** Resolves when everything up to that place was seen; rejects with what ended the reading. */
  async until(cursor: Cursor): Promise<void> {
    while (!this.place || this.store.compare(this.place, cursor) < 0) {
      if (this.fault) throw this.fault;
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  /** Rejects with what ended the reading. */
  async untilBroken(): Promise<never> {
    await this.running;
    throw this.fault ?? new Error('The reading ended without a fault.');
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(batches: AsyncIterable<Batch>): Promise<void> {
    for await (const { events, cursor } of batches) {
      this.seen.push(...events);
      this.place = cursor;
      this.wake();
    }
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}

async function* pages(
  { store, filter, batchSize }: { readonly store: EventStore; readonly filter: Filter; readonly batchSize: number },
  after: Cursor | 'start',
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  for (let place = after; !signal.aborted;) {
    const batch = await store.readAll(filter, place, batchSize);
    place = batch.cursor;
    yield batch;
  }
}
