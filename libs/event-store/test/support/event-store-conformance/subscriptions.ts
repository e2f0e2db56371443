import type { Batch, Cursor, Filter, RecordedEvent, SubscribeOptions } from '@ledgerdesk/event-store';
import type { Theme } from './event-store-conformance.ts';
import { everythingAfter, firstOf, idsOf, numbersOf } from './reading.ts';
import { numbered } from './situation.ts';

export const subscriptions: Theme = (situation) => {
  const follow = (filter: Filter, options: Partial<SubscribeOptions> = {}, through = situation.store) =>
    through
      .subscribe(filter, { after: situation.before, signal: new AbortController().signal, ...options })
      [Symbol.asyncIterator]();

  /** The next so many events of a subscription that goes on. */
  async function next(count: number, following: AsyncIterator<Batch>): Promise<readonly RecordedEvent[]> {
    const seen: RecordedEvent[] = [];
    while (seen.length < count) {
      const { value, done } = (await following.next()) as IteratorResult<Batch, undefined>;
      if (done) throw new Error('The subscription has ended');
      seen.push(...value.events);
    }
    return seen;
  }

  describe('is followed', () => {
    it('first through what is stored, then through what comes', async () => {
      const stream = situation.aStream();
      await situation.appended(stream, { datas: numbered(3) });
      const following = follow('everything');
      expect(numbersOf(await next(3, following))).toEqual([0, 1, 2]);
      for (let n = 3; n < 10; n += 1) {
        await situation.appended(stream, { datas: numbered(1, n) });
        expect(numbersOf(await next(1, following))).toEqual([n]);
      }
      await following.return?.();
    });

    it('by one who waited before anything came, whoever writes it', async () => {
      const following = follow('everything');
      const coming = next(2, following);
      await situation.appended(situation.aStream(), { datas: numbered(1, 0), through: situation.open() });
      await situation.appended(situation.aStream('vault'), { datas: numbered(1, 1) });
      expect(numbersOf(await coming)).toEqual([0, 1]);
      await following.return?.();
    });

    it('from the start', async () => {
      const stream = situation.aStream();
      await situation.appended(stream, { datas: numbered(3) });
      const following = follow({ stream }, { after: 'start' });
      expect(numbersOf(await next(3, following))).toEqual([0, 1, 2]);
      await following.return?.();
    });

    it('by stream and by category, and nothing else is seen', async () => {
      const stream = situation.aStream();
      const [one, kind] = [follow({ stream }), follow({ categories: ['purse', 'Mint'] })];
      const seen = Promise.all([next(2, one), next(4, kind)]);
      for (const [n, each] of [stream, 'vault', 'Mint', 'purse', stream, 'vault'].entries()) {
        const to = typeof each === 'string' ? situation.aStream(each as 'vault') : each;
        await situation.appended(to, { datas: numbered(1, n) });
      }
      expect((await seen).map(numbersOf)).toEqual([
        [0, 4],
        [0, 2, 3, 4],
      ]);
      await Promise.all([one.return?.(), kind.return?.()]);
    });

    it('in batches no larger than was asked for, each ending at its cursor', async () => {
      await situation.appended(situation.aStream(), { datas: numbered(7) });
      const sizes: number[] = [];
      let seen = 0;
      for await (const { events, cursor } of { [Symbol.asyncIterator]: () => follow('everything', { batchSize: 3 }) }) {
        sizes.push(events.length);
        seen += events.length;
        const after = await everythingAfter(situation.store, cursor);
        expect(numbersOf(after)).toEqual(Array.from({ length: 7 - seen }, (_, n) => seen + n));
        if (seen === 7) break;
      }
      expect(Math.max(...sizes)).toBe(3);
    });

    it('on from the cursor of any batch, and of any event, without loss or repeat', async () => {
      const stream = situation.aStream();
      await situation.appended(stream, { datas: numbered(9) });
      const places: Cursor[] = [];
      const following = follow('everything', { batchSize: 2 });
      for (let seen = 0; seen < 8; seen += 2) {
        const { value } = (await following.next()) as IteratorYieldResult<Batch>;
        places.push(value.cursor, value.events[0]!.cursor);
      }
      await following.return?.();
      for (const after of places) {
        const rest = await everythingAfter(situation.store, after);
        const { signal } = new AbortController();
        const seen = await firstOf(rest.length, situation.store.subscribe('everything', { after, signal }));
        expect(idsOf(seen)).toEqual(idsOf(rest));
      }
    });

    it('past what it does not ask for: an empty batch moves the cursor', async () => {
      const following = follow({ categories: ['Mint'] });
      const { cursor } = await situation.appended(situation.aStream('vault'));
      let reached: Cursor = situation.before;
      while (situation.store.compare(reached, cursor) < 0) {
        const { value } = (await following.next()) as IteratorYieldResult<Batch>;
        expect(value.events).toEqual([]);
        expect(situation.store.compare(value.cursor, reached)).toBeGreaterThanOrEqual(0);
        reached = value.cursor;
      }
      await situation.appended(situation.aStream('Mint'), { datas: numbered(1, 7) });
      expect(numbersOf(await next(1, following))).toEqual([7]);
      await following.return?.();
    });

    it('at the reader’s own speed: who waits for nothing holds nobody back, and misses nothing', async () => {
      const [slow, fast] = [follow('everything', { batchSize: 2 }), follow('everything', {}, situation.open())];
      await situation.appended(situation.aStream(), { datas: numbered(2) });
      expect(numbersOf(await next(2, slow))).toEqual([0, 1]);
      for (let n = 2; n < 60; n += 2) await situation.appended(situation.aStream(), { datas: numbered(2, n) });
      expect(await next(60, fast)).toHaveLength(60);
      for (let n = 2; n < 60; n += 2) {
        const { value } = (await slow.next()) as IteratorYieldResult<Batch>;
        expect(value.events.length).toBeLessThanOrEqual(2);
        expect(numbersOf(value.events)).toEqual([n, n + 1].slice(0, value.events.length));
      }
      await Promise.all([slow.return?.(), fast.return?.()]);
    });

    it('by many at once, each of whom sees all of it', async () => {
      const readers = Array.from({ length: 25 }, (_, n) => follow(n % 2 ? 'everything' : { categories: ['purse'] }));
      const seen = Promise.all(readers.map((reader) => next(10, reader)));
      for (let n = 0; n < 10; n += 1) await situation.appended(situation.aStream(), { datas: numbered(1, n) });
      for (const events of await seen) expect(numbersOf(events)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      await Promise.all(readers.map((reader) => reader.return?.()));
    });

    it('without losing what is stored between the last read and the wait', async () => {
      const following = follow('everything', { batchSize: 1 });
      const count = 100;
      const writing = (async () => {
        for (let n = 0; n < count; n += 1) await situation.appended(situation.aStream(), { datas: numbered(1, n) });
      })();
      expect(numbersOf(await next(count, following))).toEqual(Array.from({ length: count }, (_, n) => n));
      await Promise.all([writing, following.return?.()]);
    });
  });
};
