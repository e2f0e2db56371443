import type {
  Batch,
  Cursor,
  EventStore,
  Filter,
  ReadStreamOptions,
  RecordedEvent,
  StreamId,
} from '@ledgerdesk/event-store';

/** All that an iterable gives. */
export async function all<T>(iterable: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const each of iterable) found.push(each);
  return found;
}

export const streamOf = (
  store: EventStore,
  stream: StreamId,
  options?: ReadStreamOptions,
): Promise<readonly RecordedEvent[]> => all(store.readStream(stream, options));

/** Everything after a place that the filter admits, page by page, up to the head. */
export async function everythingAfter(
  store: EventStore,
  after: Cursor | 'start',
  filter: Filter = 'everything',
  limit = 1000,
): Promise<readonly RecordedEvent[]> {
  const found: RecordedEvent[] = [];
  for (let place: Cursor | 'start' = after; ;) {
    const { events, cursor }: Batch = await store.readAll(filter, place, limit);
    found.push(...events);
    if (events.length < limit) return found;
    place = cursor;
  }
}

/** The first so many events of a subscription, which is then left. */
export async function firstOf(count: number, batches: AsyncIterable<Batch>): Promise<readonly RecordedEvent[]> {
  const seen: RecordedEvent[] = [];
  for await (const { events } of batches) {
    seen.push(...events);
    if (seen.length >= count) break;
  }
  return seen;
}

export const idsOf = (events: readonly RecordedEvent[]): readonly string[] => events.map(({ eventId }) => eventId);
export const numbersOf = (events: readonly RecordedEvent[]): readonly unknown[] => events.map(({ data }) => data['n']);
export const revisionsOf = (events: readonly RecordedEvent[]): readonly number[] =>
  events.map(({ revision }) => revision);
