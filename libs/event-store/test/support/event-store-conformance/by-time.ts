import { instantOf, epochMilliseconds, type Instant } from '@ledgerdesk/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Theme } from './event-store-conformance.ts';
import { everythingAfter, idsOf } from './reading.ts';
import { numbered } from './situation.ts';

const A_MOMENT_MS = 3;
const inMs = (instant: Instant, ms: number): Instant => instantOf(epochMilliseconds(instant) + ms);

export const byTime: Theme = (situation) => {
  const storedNowAndThen = async () => {
    for (let n = 0; n < 6; n += 1) {
      await situation.appended(situation.aStream(), { datas: numbered(n % 2 ? 1 : 3) });
      await sleep(A_MOMENT_MS);
    }
    return everythingAfter(situation.store, situation.before);
  };

  describe('knows when it stored each event', () => {
    it('as an instant that never falls along the ledger, whoever writes', async () => {
      const stores = [situation.store, situation.open(), situation.open()];
      await Promise.all(
        Array.from({ length: 60 }, (_, n) => situation.appended(situation.aStream(), { through: stores[n % 3]! })),
      );
      const times = (await everythingAfter(situation.store, situation.before)).map(({ storedAt }) => storedAt);
      expect(times).toHaveLength(60);
      expect(times).toEqual(times.toSorted());
      for (const time of times) expect(time).toBe(inMs(time, 0));
    });

    it('the same for all events of an append', async () => {
      await situation.appended(situation.aStream(), { datas: numbered(4) });
      const events = await everythingAfter(situation.store, situation.before);
      expect(new Set(events.map(({ storedAt }) => storedAt)).size).toBe(1);
    });

    it('and finds the place just before the first event of an instant or later', async () => {
      const events = await storedNowAndThen();
      for (const instant of new Set(
        events.flatMap(({ storedAt }) => [storedAt, inMs(storedAt, 1), inMs(storedAt, -1)]),
      )) {
        const expected = events.filter(({ storedAt }) => storedAt >= instant);
        if (expected.length === events.length) continue;
        const cursor = await situation.store.cursorAt(instant);
        expect(idsOf(await everythingAfter(situation.store, cursor))).toEqual(idsOf(expected));
      }
    });

    it('and finds the place of the first event too, from which nothing of the ledger’s later part is missing', async () => {
      const [first, ...later] = await storedNowAndThen();
      const read = idsOf(await everythingAfter(situation.store, await situation.store.cursorAt(first!.storedAt)));
      expect(read.slice(-(later.length + 1))).toEqual(idsOf([first!, ...later]));
    });

    it('and answers the head for an instant that is still to come', async () => {
      const { cursor } = await situation.appended(situation.aStream());
      expect(await situation.store.cursorAt('9999-12-31T23:59:59.999Z' as Instant)).toBe(cursor);
    });

    it.each(['1969-12-31T23:59:59.999Z', '0001-01-01T00:00:00.000Z', '0000-01-01T00:00:00.000Z'])(
      'and answers the start for %s, which is before all ledgers',
      async (instant) => {
        const { cursor } = await situation.appended(situation.aStream());
        const start = await situation.store.cursorAt(instant as Instant);
        expect(situation.store.compare(start, cursor)).toBeLessThan(0);
        const [fromThere, fromStart] = await Promise.all(
          [start, 'start' as const].map((after) => situation.store.readAll('everything', after, 1)),
        );
        expect(idsOf(fromThere!.events)).toEqual(idsOf(fromStart!.events));
      },
    );
  });
};
