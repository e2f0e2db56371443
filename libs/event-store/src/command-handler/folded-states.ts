import { RecentlyUsed, type Aggregate } from '@ledgerdesk/kernel';
import { placeOf } from '../port/cursor.ts';
import type { RecordedEvent } from '../port/event.ts';
import type { EventStore } from '../port/event-store.ts';
import { streamName, type StreamId } from '../port/stream.ts';
import type { EventCodec } from '../versioning/event-codec.ts';

/** What the events of a stream up to a revision (-1: none) have made of it. */
export interface Folded<State> {
  readonly state: State;
  readonly revision: number;
  /** Of the ledger, in which these events were seen; the state of no event holds in each. */
  readonly epoch?: string;
}

export interface FoldedStatesOptions<State, Event> {
  readonly aggregate: Aggregate<State, Event>;
  readonly codec: EventCodec<Event>;
  readonly eventStore: Pick<EventStore, 'readStream'>;
  /** How many streams' states are kept. */
  readonly cacheSize: number;
}

/**
 * The states of one category's streams, the most recently used kept, so that a command reads only what is new. A restore
 * begins another epoch, in which the same revisions may hold other events: what was kept of the one before is forgotten.
 */
export class FoldedStates<State, Event> {
  private readonly kept: RecentlyUsed<Folded<State>>;
  private readonly nothing: Folded<State>;
  private epoch: string | undefined;

  constructor(private readonly options: FoldedStatesOptions<State, Event>) {
    this.kept = new RecentlyUsed(options.cacheSize);
    this.nothing = { state: options.aggregate.initial, revision: -1 };
  }

  /** The state as last seen here, or that of no event: perhaps not the newest. */
  lastSeen(stream: StreamId): Folded<State> {
    return this.kept.get(streamName(stream)) ?? this.nothing;
  }

  /** The state as it stands. */
  async newest(stream: StreamId): Promise<Folded<State>> {
    const folded = await this.readOn(stream, this.lastSeen(stream));
    this.keep(stream, folded);
    return folded;
  }

  /** The state right after that revision. */
  async asOf(stream: StreamId, revision: number): Promise<State> {
    const seen = this.lastSeen(stream);
    const { state } = await this.readOn(stream, seen.revision > revision ? this.nothing : seen, revision);
    return state;
  }

  /** An answer came from this epoch. */
  enter(epoch: string): void {
    if (epoch !== this.epoch) this.kept.clear();
    this.epoch = epoch;
  }

  /** Never goes back: what somebody else has seen meanwhile may be newer. */
  keep(stream: StreamId, folded: Folded<State>): void {
    if (folded.epoch === undefined || folded.epoch !== this.epoch) return;
    const name = streamName(stream);
    if (folded.revision > (this.kept.get(name)?.revision ?? -1)) this.kept.set(name, folded);
  }

  forget(stream: StreamId): void {
    this.kept.delete(streamName(stream));
  }

  forgetAll(): void {
    this.kept.clear();
  }

  /** Reads the last event seen once more: its cursor tells whether it is still the same ledger. */
  private async readOn(stream: StreamId, from: Folded<State>, upTo = Infinity): Promise<Folded<State>> {
    if (from.revision >= upTo) return from;
    const first = Math.max(from.revision, 0);
    const limit = Number.isFinite(upTo) ? { limit: upTo - first + 1 } : {};
    let folded = from;
    let found = false;
    for await (const recorded of this.options.eventStore.readStream(stream, { from: first, ...limit })) {
      const { epoch } = placeOf(recorded.cursor);
      this.enter(epoch);
      if (folded.epoch !== undefined && folded.epoch !== epoch) return this.readOn(stream, this.nothing, upTo);
      found = true;
      if (recorded.revision !== from.revision) folded = this.follow(folded, recorded, epoch);
    }
    // A stream that ends before what was seen of it: the ledger was restored.
    return found || from.revision === -1 ? folded : this.afresh(stream, upTo);
  }

  private afresh(stream: StreamId, upTo: number): Promise<Folded<State>> {
    this.forget(stream);
    return this.readOn(stream, this.nothing, upTo);
  }

  private follow({ state, revision }: Folded<State>, recorded: RecordedEvent, epoch: string): Folded<State> {
    const { aggregate, codec } = this.options;
    if (recorded.revision !== revision + 1) {
      throw new Error(`${streamName(recorded.stream)}: revision ${recorded.revision} follows on ${revision}`);
    }
    const facts = { occurredAt: recorded.metadata.occurredAt, revision: recorded.revision };
    return { state: aggregate.evolve(state, codec.decode(recorded), facts), revision: recorded.revision, epoch };
  }
}
