import { eventIdOf, streamName, type EventStore, type Filter, type RecordedEvent } from '@ledgerdesk/event-store';
import type { Follower } from './follower.ts';
import type { SpawnedWriter } from './spawned-writer.ts';
import { commandOf } from './writer-plan.ts';

const PAGE = 1000;

/** All that is stored, in the ledger's order. */
export async function allOf(store: EventStore, filter: Filter): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let batch = await store.readAll(filter, 'start', PAGE); batch.events.length > 0;) {
    events.push(...batch.events);
    batch = await store.readAll(filter, batch.cursor, PAGE);
  }
  return events;
}

/** Each stream's revisions are dense and in order, cursors rise, the store's clock never falls, no event is there twice. */
export function expectInOrder(store: EventStore, events: readonly RecordedEvent[]): void {
  const heads = new Map<string, number>();
  const ids = new Set<string>();
  const faults: string[] = [];
  events.forEach((event, index) => {
    const name = streamName(event.stream);
    const revision = (heads.get(name) ?? -1) + 1;
    const before = events[index - 1];
    if (event.revision !== revision) faults.push(`${name}: ${event.revision} where ${revision} was to come`);
    if (ids.has(event.eventId)) faults.push(`${event.eventId} twice`);
    if (before && store.compare(before.cursor, event.cursor) >= 0) faults.push(`${before.cursor} ${event.cursor}`);
    if (before && before.storedAt > event.storedAt) faults.push(`${before.storedAt} before ${event.storedAt}`);
    heads.set(name, event.revision);
    ids.add(event.eventId);
  });
  expect(faults).toEqual([]);
}

/** What a follower saw is what is stored after its place, in that order: nothing skipped, nothing twice. */
export async function expectSawAll(store: EventStore, follower: Follower): Promise<void> {
  const { after, filter } = follower;
  const stored = (await allOf(store, filter)).filter(
    ({ cursor }) => after === 'start' || store.compare(after, cursor) < 0,
  );
  expect(follower.seen.map(({ cursor, eventId }) => `${cursor} ${eventId}`)).toEqual(
    stored.map(({ cursor, eventId }) => `${cursor} ${eventId}`),
  );
}

/** Every command that a writer was told is stored stands there once, whole, where it was told. */
export function expectKept(events: readonly RecordedEvent[], { plan, acknowledged }: SpawnedWriter): void {
  const byCommand = Map.groupBy(events, ({ metadata }) => metadata.commandId);
  for (const [n, { firstRevision, lastRevision }] of acknowledged) {
    const { stream, memo, events: sent } = commandOf(plan, n);
    const stored = byCommand.get(memo.commandId) ?? [];
    expect(stored.map(({ eventId }) => eventId)).toEqual(
      sent.map((_, index) => eventIdOf(plan.tenant, memo.commandId, index)),
    );
    expect(stored.map(({ revision }) => revision)).toEqual(sent.map((_, index) => firstRevision + index));
    expect([stored[0]!.stream, stored.at(-1)!.revision]).toEqual([stream, lastRevision]);
  }
}
