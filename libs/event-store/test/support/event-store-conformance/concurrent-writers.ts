import type { Batch, Cursor, EventStore, Filter, RecordedEvent } from '@ledgerdesk/event-store';
import type { Theme } from './event-store-conformance.ts';
import { everythingAfter, idsOf, revisionsOf, streamOf } from './reading.ts';
import { CATEGORIES, numbered } from './situation.ts';

const STORES = 3;
const STREAMS = 9;
/** Of each store to each stream. */
const APPENDS = 20;

/** Reads on and on, as a consumer does, until it has reached where the writers ended. */
interface Reader {
  readonly name: string;
  readonly filter: Filter;
  run(store: EventStore, after: Cursor, end: Promise<Cursor>): Promise<readonly RecordedEvent[]>;
}

/** Asks for page after page. */
const paging = (filter: Filter, limit: number): Reader => ({
  name: `pages of ${limit}, ${JSON.stringify(filter)}`,
  filter,
  async run(store, after, end) {
    const seen: RecordedEvent[] = [];
    let reached = after;
    let last: Cursor | undefined;
    void end.then((cursor) => (last = cursor));
    while (!last || store.compare(reached, last) < 0) {
      const { events, cursor }: Batch = await store.readAll(filter, reached, limit);
      seen.push(...events);
      reached = cursor;
    }
    return seen;
  },
});

/** Follows a subscription. */
const following = (filter: Filter, batchSize: number): Reader => ({
  name: `a subscription by ${batchSize}, ${JSON.stringify(filter)}`,
  filter,
  async run(store, after, end) {
    const seen: RecordedEvent[] = [];
    const stop = new AbortController();
    let reached = after;
    let last: Cursor | undefined;
    const stopAtTheEnd = (): void => {
      if (last && store.compare(reached, last) >= 0) stop.abort();
    };
    // The last event may have come before its writer heard that it was the last.
    void end.then((cursor) => (last = cursor)).then(stopAtTheEnd);
    for await (const { events, cursor } of store.subscribe(filter, { after, signal: stop.signal, batchSize })) {
      seen.push(...events);
      reached = cursor;
      stopAtTheEnd();
    }
    return seen;
  },
});

export const concurrentWriters: Theme = (situation) => {
  describe('is written by many at once', () => {
    it('and read meanwhile without a gap that fills in later, and without an event out of its order', async () => {
      const streams = Array.from({ length: STREAMS }, (_, n) => situation.aStream(CATEGORIES[n % CATEGORIES.length]!));
      const stores = Array.from({ length: STORES }, () => situation.open());
      const end = Promise.withResolvers<Cursor>();
      const readers = [
        paging('everything', 7),
        paging('everything', 1000),
        paging({ categories: ['purse'] }, 3),
        paging({ categories: ['vault', 'Mint'] }, 50),
        paging({ stream: streams[0]! }, 2),
        following('everything', 5),
        following('everything', 500),
        following({ categories: ['Mint', 'purse'] }, 4),
        following({ stream: streams[1]! }, 3),
      ];
      const reading = readers.map(({ run }) => run(situation.open(), situation.before, end.promise));

      // Every third append expects what is no longer so, and is refused among those that are stored.
      const writes = stores.flatMap((through) =>
        streams.map(async (stream) => {
          let stored = 0;
          for (let n = 0; n < APPENDS; n += 1) {
            const expected = n % 3 === 2 ? 'no stream' : 'any';
            const { kind } = await situation.append(stream, { through, expected, datas: numbered(1 + (n % 4)) });
            if (kind === 'appended') stored += 1 + (n % 4);
          }
          return stored;
        }),
      );
      const stored = (await Promise.all(writes)).reduce((sum, each) => sum + each);
      // One more of each category, so that every reader hears that it is over.
      for (const category of CATEGORIES) await situation.appended(situation.aStream(category));
      await situation.appended(streams[0]!);
      const { cursor } = await situation.appended(streams[1]!);
      end.resolve(cursor);

      const ledger = await everythingAfter(situation.store, situation.before);
      expect(ledger).toHaveLength(stored + CATEGORIES.length + 2);
      expect(new Set(idsOf(ledger)).size).toBe(ledger.length);
      for (const [n, seen] of (await Promise.all(reading)).entries()) {
        const { name, filter } = readers[n]!;
        expect([name, idsOf(seen)]).toEqual([name, idsOf(ledger.filter((event) => admits(filter, event)))]);
      }
      for (const stream of streams) {
        const inLedger = ledger.filter((event) => event.stream.id === stream.id);
        expect(revisionsOf(inLedger)).toEqual(inLedger.map((_, revision) => revision));
        expect(idsOf(await streamOf(situation.store, stream))).toEqual(idsOf(inLedger));
      }
    });

    it('who all want to be next in one stream: each revision is had by one, and none is left out', async () => {
      const stream = situation.aStream();
      const stores = Array.from({ length: STORES }, () => situation.open());
      const each = 15;
      const insist = async (through: EventStore): Promise<void> => {
        let expected: number | 'no stream' = 'no stream';
        for (let left = each; left > 0;) {
          const result = await situation.append(stream, { through, expected });
          if (result.kind === 'appended') left -= 1;
          const stands =
            result.kind === 'appended'
              ? result.lastRevision
              : 'currentRevision' in result
                ? result.currentRevision
                : -1;
          expected = stands === -1 ? 'no stream' : stands;
        }
      };
      await Promise.all(stores.map(insist));
      const events = await streamOf(situation.store, stream);
      expect(revisionsOf(events)).toEqual(Array.from({ length: STORES * each }, (_, n) => n));
    });
  });
};

function admits(filter: Filter, { stream }: RecordedEvent): boolean {
  if (filter === 'everything') return true;
  return 'stream' in filter ? filter.stream.id === stream.id : filter.categories.includes(stream.category);
}
