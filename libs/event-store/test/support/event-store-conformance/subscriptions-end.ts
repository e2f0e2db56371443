import type { Batch, Cursor } from '@ledgerdesk/event-store';
import { beyond, inAnotherEpoch, MALFORMED } from './cursors.ts';
import type { Theme } from './event-store-conformance.ts';
import { all } from './reading.ts';
import { numbered } from './situation.ts';

export const subscriptionsEnd: Theme = (situation) => {
  const { signal: never } = new AbortController();

  describe('is followed no more', () => {
    it('when the signal says so, however much is waiting', async () => {
      await situation.appended(situation.aStream(), { datas: numbered(50) });
      const stop = new AbortController();
      const following = situation.store.subscribe('everything', {
        after: situation.before,
        signal: stop.signal,
        batchSize: 2,
      });
      const batches: Batch[] = [];
      for await (const batch of following) {
        batches.push(batch);
        if (batches.length === 3) stop.abort();
      }
      expect(batches).toHaveLength(3);
    });

    it('when the signal says so while nothing comes', async () => {
      const stop = new AbortController();
      const ended = all(situation.store.subscribe('everything', { after: situation.before, signal: stop.signal }));
      await situation.appended(situation.aStream());
      stop.abort();
      expect((await ended).flatMap(({ events }) => events).length).toBeLessThanOrEqual(1);
    });

    it('where the signal has said so before', async () => {
      await situation.appended(situation.aStream());
      const signal = AbortSignal.abort();
      expect(await all(situation.store.subscribe('everything', { after: situation.before, signal }))).toEqual([]);
    });

    it('when its reader leaves, and others go on', async () => {
      await situation.appended(situation.aStream(), { datas: numbered(4) });
      const [left, other] = [1, 2].map(() =>
        situation.store.subscribe('everything', { after: situation.before, signal: never, batchSize: 2 }),
      );
      const staying = other![Symbol.asyncIterator]();
      await staying.next();
      for await (const { events } of left!) {
        expect(events).toHaveLength(2);
        break;
      }
      expect((await staying.next()).value).toMatchObject({ events: [{ data: { n: 2 } }, { data: { n: 3 } }] });
      await staying.return?.();
    });

    it('when its store is closed: it ends without an error', async () => {
      const store = situation.open();
      const following = all(store.subscribe('everything', { after: situation.before, signal: never }));
      await situation.appended(situation.aStream());
      await store.close();
      expect((await following).flatMap(({ events }) => events).length).toBeLessThanOrEqual(1);
    });
  });

  describe('is not followed', () => {
    const first = (after: Cursor): Promise<unknown> =>
      situation.store.subscribe('everything', { after, signal: never })[Symbol.asyncIterator]().next();

    it('from a place of another epoch', async () => {
      await expect(first(inAnotherEpoch(situation.before))).rejects.toMatchObject({ code: 'FOREIGN_EPOCH' });
    });

    it('from a place that the ledger has not reached', async () => {
      await expect(first(beyond(await situation.store.head()))).rejects.toMatchObject({ code: 'FOREIGN_EPOCH' });
    });

    it.each(MALFORMED)('from %j', async (text) => {
      await expect(first(text as Cursor)).rejects.toMatchObject({ code: 'MALFORMED_CURSOR' });
    });

    it.each([0, -1, 0.5])('in batches of %d', async (batchSize) => {
      const following = situation.store.subscribe('everything', { after: situation.before, signal: never, batchSize });
      await expect(following[Symbol.asyncIterator]().next()).rejects.toThrow(RangeError);
    });
  });
};
