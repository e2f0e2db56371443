import type { InMemoryEventStore } from '@ledgerdesk/event-store';
import {
  KafkaFeed,
  SecondOwnerError,
  type Checkpoint,
  type Consumer,
  type FeedBatch,
  type FeedEvent,
  type KafkaConnection,
} from '@ledgerdesk/messaging';
import { publishing, systemClock, type WiredService } from '@ledgerdesk/platform';
import type { Pool } from 'pg';
import { publishedBy } from './writing-desk.ts';

/** What a consumer did, and up to where: of all processes of its service, and stored in one step. */
export class Effects {
  readonly events: FeedEvent[] = [];
  readonly checkpoints = new Map<string, Checkpoint>();

  /** Of each aggregate the sequences, in the order in which they had their effect. */
  get byAggregate(): Readonly<Record<string, readonly number[]>> {
    const groups = Map.groupBy(this.events, ({ topic, subject }) => `${topic} ${subject}`);
    return Object.fromEntries(
      [...groups].map(([aggregate, events]) => [aggregate, events.map((each) => each.sequence)]),
    );
  }

  /** @throws SecondOwnerError where another process has moved the checkpoint */
  store(consumer: string, seen: Checkpoint | undefined, { source, epoch, position, events }: FeedBatch): void {
    if (this.checkpoints.get(source) !== seen) throw new SecondOwnerError({ consumer, source });
    this.events.push(...events);
    this.checkpoints.set(source, { epoch, position });
  }
}

class EffectConsumer implements Consumer {
  readonly topics = ['ticket', 'team'] as const;
  readonly batchSize = 10;
  private readonly seen = new Map<string, Checkpoint | undefined>();

  constructor(
    readonly name: string,
    private readonly effects: Effects,
  ) {}

  checkpoint(source: string): Promise<Checkpoint | undefined> {
    const checkpoint = this.effects.checkpoints.get(source);
    this.seen.set(source, checkpoint);
    return Promise.resolve(checkpoint);
  }

  async handle(batch: FeedBatch): Promise<void> {
    this.effects.store(this.name, this.seen.get(batch.source), batch);
    await this.checkpoint(batch.source);
  }
}

export interface HearingServiceOptions {
  readonly service: keyof typeof publishedBy;
  readonly connection: KafkaConnection;
  readonly eventStore: InMemoryEventStore;
  /** Its schema first in the search path. */
  readonly database: Pool;
  readonly effects: Effects;
  readonly logger: Pick<WiredService['runtime']['logger'], 'error' | 'warn' | 'debug'>;
}

/** A process of a service, as `serve` runs one: it publishes what is its own, and hears what there is. */
export class HearingService {
  private readonly stopping = new AbortController();
  private readonly published: Promise<void>;
  private readonly feed: KafkaFeed;

  constructor(
    options: HearingServiceOptions,
    readonly generation: string,
  ) {
    const { service, connection, eventStore, database, effects, logger } = options;
    const wired = {
      definition: { name: service, published: publishedBy[service] },
      runtime: { eventStore, database, logger, clock: systemClock },
    } as unknown as WiredService;
    const clear = { tenants: [], retentionMs: 0 };
    this.published = publishing(wired, { connection, generation, format: 'protobuf', clear })!.run(
      this.stopping.signal,
    );
    this.feed = new KafkaFeed({ connection, generation, eventStore, logger, sessionMs: 6_000, watchMs: 100 });
    this.feed.subscribe(new EffectConsumer(`${service}.effects`, effects));
    void this.feed.start();
  }

  get health() {
    return this.feed.health()[0]!;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.feed.stop(), this.published]);
  }
}
