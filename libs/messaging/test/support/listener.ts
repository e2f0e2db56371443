import type { Topic } from '@ledgerdesk/contracts';
import type { Checkpoint, Consumer, FeedBatch, FeedEvent } from '@ledgerdesk/messaging';

/** A consumer that keeps in memory what it took, and its checkpoint with it. */
export class Listener implements Consumer {
  readonly taken: FeedEvent[] = [];
  readonly batches: FeedBatch[] = [];
  reached: Checkpoint | undefined;
  asked = 0;
  /** What comes of a batch before it is kept. */
  before: (batch: FeedBatch) => unknown = () => undefined;
  private readonly waiting = new Set<() => void>();
  private busy = false;

  constructor(
    readonly name: string,
    readonly topics: readonly Topic[],
    readonly batchSize = 10,
  ) {}

  checkpoint(): Promise<Checkpoint | undefined> {
    this.asked += 1;
    return Promise.resolve(this.reached);
  }

  async handle(batch: FeedBatch): Promise<void> {
    if (this.busy) throw new Error('Two batches at once');
    this.busy = true;
    try {
      await this.before(batch);
      this.batches.push(batch);
      this.taken.push(...batch.events);
      this.reached = { epoch: batch.epoch, position: batch.position };
    } finally {
      this.busy = false;
      for (const done of this.waiting) done();
    }
  }

  /** What was taken, as aggregate and sequence. */
  get heard(): readonly string[] {
    return this.taken.map(({ subject, sequence }) => `${subject}/${sequence}`);
  }

  /** Resolves once a batch has made this true. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          this.waiting.delete(done);
          resolve();
        };
        this.waiting.add(done);
      });
    }
  }

  untilTaken(count: number): Promise<void> {
    return this.until(() => this.taken.length >= count);
  }
}
