import { cursorOf, placeOf, type EventStore, type Place, type RecordedEvent } from '@ledgerdesk/event-store';
import type { Topic } from '@ledgerdesk/contracts';
import { epochMilliseconds, type TenantId } from '@ledgerdesk/kernel';
import { partitionSourceOf } from '@ledgerdesk/messaging';
import { BEGINNING } from './heard.ts';
import type { ViewStand } from './view-stands.ts';

type Looked = Pick<ViewStand, 'view' | 'heard'>;

/** What has not been heard: how many events, and for how long the oldest of them has stood in the ledger. */
export interface Lag {
  readonly events: number;
  readonly seconds: number;
}

export interface TenantLag extends Lag {
  readonly tenant: TenantId;
}

export interface ViewLag extends Lag {
  /** It is farther behind than was looked: what is told is the least. */
  readonly atLeast: boolean;
  /** The tenants that lag most, the oldest first. */
  readonly tenants: readonly TenantLag[];
}

export interface LookOptions {
  readonly eventStore: Pick<EventStore, 'readAll'>;
  /** Where the ledger ended before it was asked what the views have heard: what came since is no lag. */
  readonly end: Place;
  /** In milliseconds since 1970. */
  readonly now: number;
  /** So many positions before the ledger's end are looked at. */
  readonly window: bigint;
  /** So many tenants are named for each view. */
  readonly tenants: number;
}

const PAGE = 1000;

/**
 * How far views are behind, in their order, and for which tenants: each event of the ledger's end is held against what each view
 * has heard.
 */
export async function viewLags(
  looked: readonly Looked[],
  { eventStore, end: { epoch, position: end }, now, window, tenants }: LookOptions,
): Promise<readonly ViewLag[]> {
  const tallies = looked.map((each) => new Tally(each));
  const categories = [...new Set(looked.flatMap(({ view }) => Object.keys(view.groups)))];
  let position = end > window ? end - window : BEGINNING;
  for (const tally of tallies) tally.from(position);
  while (position < end && categories.length > 0) {
    const after = position < 0n ? 'start' : cursorOf({ epoch, position });
    const { events, cursor } = await eventStore.readAll({ categories }, after, PAGE);
    for (const event of events) {
      if (placeOf(event.cursor).position > end) break;
      for (const tally of tallies) tally.note(event);
    }
    position = placeOf(cursor).position;
  }
  return tallies.map((tally) => tally.told(now, tenants));
}

class Unheard {
  events = 0;
  private oldest = Infinity;

  note({ storedAt }: RecordedEvent): void {
    this.events += 1;
    this.oldest = Math.min(this.oldest, epochMilliseconds(storedAt));
  }

  told(now: number): Lag {
    return {
      events: this.events,
      seconds: this.events === 0 ? 0 : Math.max(0, Math.round((now - this.oldest) / 1000)),
    };
  }
}

class Tally {
  private readonly all = new Unheard();
  private readonly byTenant = new Map<TenantId, Unheard>();
  /** Partitions of which an event was seen. */
  private readonly begun = new Set<string>();
  private first = BEGINNING;
  private atLeast = false;

  constructor(private readonly looked: Looked) {}

  from(position: bigint): void {
    this.first = position;
  }

  note(event: RecordedEvent): void {
    const { view, heard } = this.looked;
    const { category, tenant, id: subject } = event.stream;
    if (!(category in view.groups)) return;
    const aggregate = { topic: category as Topic, tenant, subject };
    const partition = partitionSourceOf(aggregate);
    const isFirst = !this.begun.has(partition);
    this.begun.add(partition);
    if (heard.has(aggregate, placeOf(event.cursor).position)) return;
    // Nothing of the partition was heard of what was looked at, so something before may not have been either.
    if (isFirst && this.first > BEGINNING) this.atLeast = true;
    this.all.note(event);
    let ofTenant = this.byTenant.get(tenant);
    if (!ofTenant) this.byTenant.set(tenant, (ofTenant = new Unheard()));
    ofTenant.note(event);
  }

  told(now: number, tenants: number): ViewLag {
    const lags = [...this.byTenant].map(([tenant, unheard]) => ({ tenant, ...unheard.told(now) }));
    const most = lags.toSorted((a, b) => b.seconds - a.seconds || b.events - a.events).slice(0, tenants);
    return { ...this.all.told(now), atLeast: this.atLeast, tenants: most };
  }
}
