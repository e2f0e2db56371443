import type { Place } from '@ledgerdesk/event-store';
import { LEDGER, partitionSourceOf, type FeedEvent } from '@ledgerdesk/messaging';

type Aggregate = Pick<FeedEvent, 'topic' | 'tenant' | 'subject'>;

/** Before the first event, wherever a ledger begins to count. */
export const BEGINNING = -1n;

/** Which events of one ledger a view has heard: up to a place in each of its sources. */
export class Heard {
  private readonly positions: ReadonlyMap<string, bigint>;

  /** Places of another epoch say nothing of this ledger. */
  constructor(
    readonly epoch: string,
    stands: readonly { readonly source: string; readonly place: Place }[],
  ) {
    this.positions = new Map(
      stands.filter(({ place }) => place.epoch === epoch).map(({ source, place }) => [source, place.position]),
    );
  }

  /** No event beyond it was heard. */
  get farthest(): bigint {
    return [...this.positions.values()].reduce((most, each) => (each > most ? each : most), BEGINNING);
  }

  /** Whichever feed brought it: a view that has changed from one to the other stands in the sources of both. */
  has(aggregate: Aggregate, position: bigint): boolean {
    return position <= this.in(LEDGER) || position <= this.in(partitionSourceOf(aggregate));
  }

  private in(source: string): bigint {
    return this.positions.get(source) ?? BEGINNING;
  }
}
