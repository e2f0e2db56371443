import { cursorOf, placeOf, type EventStore } from '@ledgerdesk/event-store';
import { epochMilliseconds } from '@ledgerdesk/kernel';
import type { Checkpoint } from '../port/feed.ts';

/** What lies between a relay's checkpoint and the ledger's end. */
export interface RelayLag {
  /** Places in the ledger that it has yet to look at, other services' events among them; zero where none of its own is there. */
  readonly events: number;
  /** For so long the oldest of its own has waited. */
  readonly seconds: number;
}

const NONE: RelayLag = { events: 0, seconds: 0 };

/** @throws UnavailableError, ForeignEpochError */
export async function relayLag(
  eventStore: Pick<EventStore, 'head' | 'readAll'>,
  categories: readonly string[],
  checkpoint: Checkpoint | undefined,
): Promise<RelayLag> {
  const after = checkpoint ? cursorOf(checkpoint) : 'start';
  const [head, { events }] = await Promise.all([eventStore.head(), eventStore.readAll({ categories }, after, 1)]);
  const [oldest] = events;
  if (!oldest) return NONE;
  const reached = checkpoint?.position ?? -1n;
  return {
    events: Math.max(1, Number(placeOf(head).position - reached)),
    seconds: Math.max(0, (Date.now() - epochMilliseconds(oldest.storedAt)) / 1000),
  };
}
