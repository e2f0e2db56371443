import { aggregateOf } from '../consumer/by-aggregate.ts';
import type { BrokenRecord } from '../port/broken-record.ts';
import type { PlacedEvent } from '../port/publisher.ts';
import { keyOfBroken } from './broken-records.ts';

/** What of a batch waits under one key, in order. */
export interface Queue {
  readonly broken: readonly BrokenRecord[];
  readonly events: PlacedEvent[];
  /** What the first of them threw; absent where all wait behind one that failed before. */
  readonly fault?: { readonly thrown: unknown };
}

/** What of one batch cannot be taken: broken records, events that fail, and whatever follows either of the same aggregate. */
export class Waiting {
  private readonly byKey = new Map<string, Queue>();

  constructor(
    /** The keys that are parked already. */
    private readonly parked: ReadonlySet<string>,
    broken: readonly BrokenRecord[],
  ) {
    for (const [key, those] of Map.groupBy(broken, keyOfBroken)) {
      this.byKey.set(key, { broken: those, events: [], fault: { thrown: new Error(those[0]!.reason) } });
    }
  }

  get queues(): ReadonlyMap<string, Queue> {
    return this.byKey;
  }

  /** Whether something of the event's aggregate waits; then it does so too. */
  behind(placed: PlacedEvent): boolean {
    if (this.byKey.size === 0 && this.parked.size === 0) return false;
    const key = aggregateOf(placed.event);
    const queue = this.byKey.get(key);
    if (queue) queue.events.push(placed);
    else if (this.parked.has(key)) this.byKey.set(key, { broken: [], events: [placed] });
    else return false;
    return true;
  }

  /** It failed, and nothing of its aggregate waits yet. */
  failed(placed: PlacedEvent, thrown: unknown): void {
    this.byKey.set(aggregateOf(placed.event), { broken: [], events: [placed], fault: { thrown } });
  }
}
