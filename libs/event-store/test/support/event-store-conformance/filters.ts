import type { Filter, StreamId } from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import type { Theme } from './event-store-conformance.ts';
import { everythingAfter, firstOf, numbersOf } from './reading.ts';
import { numbered } from './situation.ts';

/** Who asks for what, and which of the numbered events that concerns. */
type Case = readonly [title: string, filter: (streams: Streams) => Filter, expected: readonly number[]];
interface Streams {
  readonly purse: StreamId;
  readonly vault: StreamId;
}

const CASES: readonly Case[] = [
  ['one stream', ({ purse }) => ({ stream: purse }), [0, 3, 4]],
  ['one category, of all tenants', () => ({ categories: ['purse'] }), [0, 2, 3, 4]],
  ['several categories', () => ({ categories: ['Mint', 'vault'] }), [1, 5, 6]],
  ['a category named twice, as one', () => ({ categories: ['vault', 'vault'] }), [1, 6]],
  ['no category', () => ({ categories: [] }), []],
  ['everything', () => 'everything', [0, 1, 2, 3, 4, 5, 6]],
];

export const filters: Theme = (situation) => {
  const sevenEvents = async (): Promise<Streams> => {
    const [purse, vault] = [situation.aStream('purse'), situation.aStream('vault')];
    await situation.appended(purse, { datas: numbered(1, 0) });
    await situation.appended(vault, { datas: numbered(1, 1) });
    await situation.appended(situation.aStream('purse', newId('tnt')), { datas: numbered(1, 2) });
    await situation.appended(purse, { datas: numbered(2, 3) });
    await situation.appended(situation.aStream('Mint'), { datas: numbered(1, 5) });
    await situation.appended(vault, { datas: numbered(1, 6) });
    return { purse, vault };
  };

  describe('reads on from a place', () => {
    it.each(CASES)('%s', async (_, filterOf, expected) => {
      const filter = filterOf(await sevenEvents());
      for (const limit of [1, 2, 3, 1000]) {
        const events = await everythingAfter(situation.store, situation.before, filter, limit);
        expect(numbersOf(events)).toEqual(expected);
      }
    });

    it('a stream that does not exist as nothing, whatever its name', async () => {
      await sevenEvents();
      for (const id of ['absent', '', 'a\0b', '\ud800']) {
        const { events, cursor } = await situation.store.readAll(
          { stream: { ...situation.aStream(), id } },
          situation.before,
          10,
        );
        expect(events).toEqual([]);
        expect(cursor).toBe(await situation.store.head());
      }
    });

    it('no more at a time than is asked for, and never none', async () => {
      await sevenEvents();
      const { events } = await situation.store.readAll('everything', situation.before, 3);
      expect(numbersOf(events)).toEqual([0, 1, 2]);
      for (const limit of [0, -1, 0.5, NaN]) {
        await expect(situation.store.readAll('everything', situation.before, limit)).rejects.toThrow(RangeError);
      }
    });
  });

  describe('follows from a place on', () => {
    it.each(CASES.filter(([, , expected]) => expected.length > 0))('%s', async (_, filterOf, expected) => {
      const filter = filterOf(await sevenEvents());
      const { signal } = new AbortController();
      for (const batchSize of [1, 2, 500]) {
        const following = situation.store.subscribe(filter, { after: situation.before, signal, batchSize });
        expect(numbersOf(await firstOf(expected.length, following))).toEqual(expected);
      }
    });
  });
};
