import type { Topic } from '@ledgerdesk/contracts';
import {
  SecondOwnerError,
  type Checkpoint,
  type Consumer,
  type FeedBatch,
  type FeedEvent,
} from '@ledgerdesk/messaging';

/** What a consumer did, and its checkpoints with it: both are stored in one step, or neither. Survives its consumers. */
export class EffectsDatabase {
  readonly effects: FeedEvent[] = [];
  readonly checkpoints = new Map<string, Checkpoint>();
  private readonly waiting = new Set<() => void>();

  /** Of each aggregate the sequences, in the order in which they had their effect. */
  get byAggregate(): Readonly<Record<string, readonly number[]>> {
    const groups = Map.groupBy(this.effects, ({ topic, subject }) => `${topic} ${subject}`);
    return Object.fromEntries(
      [...groups].map(([aggregate, events]) => [aggregate, events.map(({ sequence }) => sequence)]),
    );
  }

  /** Stores events and checkpoint, unless somebody else has moved that. @throws SecondOwnerError */
  store(consumer: string, seen: Checkpoint | undefined, { source, epoch, position, events }: FeedBatch): void {
    const stored = this.checkpoints.get(source);
    if (stored?.position !== seen?.position || stored?.epoch !== seen?.epoch)
      throw new SecondOwnerError({ consumer, source });
    this.effects.push(...events);
    this.checkpoints.set(source, { epoch, position });
    this.changed();
  }

  changed(): void {
    for (const look of [...this.waiting]) look();
  }

  /** Resolves once a change has made this true. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.waiting.delete(look);
          resolve();
        };
        this.waiting.add(look);
      });
    }
  }

  untilStored(count: number): Promise<void> {
    return this.until(() => this.effects.length >= count);
  }
}

export interface StoringConsumerOptions {
  readonly name: string;
  readonly topics?: readonly Topic[];
  readonly batchSize?: number;
  /** What comes of a batch before it is stored. */
  readonly before?: (batch: FeedBatch) => unknown;
  /** What comes of it afterwards. */
  readonly after?: (batch: FeedBatch) => unknown;
}

/** A consumer as they all are: it stores its checkpoint with its effects. */
export class StoringConsumer implements Consumer {
  readonly name: string;
  readonly topics: readonly Topic[];
  readonly batchSize: number;
  readonly batches: FeedBatch[] = [];
  asked = 0;
  private readonly seen = new Map<string, Checkpoint>();
  private readonly busy = new Set<string>();

  constructor(
    private readonly database: EffectsDatabase,
    private readonly options: StoringConsumerOptions,
  ) {
    this.name = options.name;
    this.topics = options.topics ?? ['ticket', 'team'];
    this.batchSize = options.batchSize ?? 10;
  }

  checkpoint(source: string): Promise<Checkpoint | undefined> {
    this.asked += 1;
    const checkpoint = this.database.checkpoints.get(source);
    if (checkpoint) this.seen.set(source, checkpoint);
    else this.seen.delete(source);
    return Promise.resolve(checkpoint);
  }

  async handle(batch: FeedBatch): Promise<void> {
    const { source, epoch, position } = batch;
    if (this.busy.has(source)) throw new Error(`Two batches of ${source} at once`);
    this.busy.add(source);
    try {
      await this.options.before?.(batch);
      this.database.store(this.name, this.seen.get(source), batch);
      this.seen.set(source, { epoch, position });
      this.batches.push(batch);
      await this.options.after?.(batch);
    } finally {
      this.busy.delete(source);
    }
  }
}
