import { newId } from '@ledgerdesk/kernel';
import type { Theme } from './event-store-conformance.ts';
import { numbersOf, revisionsOf, streamOf } from './reading.ts';
import { numbered } from './situation.ts';

const LAST = 9;
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n);

export const readingStreams: Theme = (situation) => {
  describe('reads a stream', () => {
    const aStreamOfTen = async () => {
      const stream = situation.aStream();
      await situation.appended(stream, { datas: numbered(7) });
      await situation.appended(situation.aStream(), { datas: numbered(3, 100) });
      await situation.appended(stream, { datas: numbered(3, 7) });
      return stream;
    };

    it('in its order, and only it', async () => {
      const stream = await aStreamOfTen();
      const events = await streamOf(situation.store, stream);
      expect(numbersOf(events)).toEqual(range(0, 10));
      expect(revisionsOf(events)).toEqual(range(0, 10));
      for (const event of events) expect(event.stream).toEqual(stream);
    });

    it('as nothing where it does not exist', async () => {
      const absent = situation.aStream();
      expect(await streamOf(situation.store, absent)).toEqual([]);
      expect(await streamOf(situation.store, absent, { direction: 'backward', from: 3 })).toEqual([]);
    });

    it('as nothing where no append would take its name', async () => {
      await aStreamOfTen();
      for (const id of ['', 'a\0b', '\ud800']) {
        expect(await streamOf(situation.store, { ...situation.aStream(), id })).toEqual([]);
      }
    });

    it.each([
      ['from the first', { from: 0 }, range(0, 10)],
      ['from one in the middle', { from: 4 }, range(4, 10)],
      ['from the last', { from: LAST }, [LAST]],
      ['from behind the last', { from: LAST + 1 }, []],
      ['from far behind', { from: Number.MAX_SAFE_INTEGER }, []],
      ['so many as are asked for', { limit: 3 }, [0, 1, 2]],
      ['none where none is asked for', { limit: 0 }, []],
      ['exactly as many as there are', { limit: 10 }, range(0, 10)],
      ['as many as there are where more are asked for', { limit: 11 }, range(0, 10)],
      ['so many from one in the middle', { from: 8, limit: 5 }, [8, 9]],
    ] as const)('forward, %s', async (_, options, expected) => {
      const stream = await aStreamOfTen();
      expect(revisionsOf(await streamOf(situation.store, stream, options))).toEqual(expected);
    });

    it.each([
      ['from the last', {}, range(0, 10).reverse()],
      ['from the first', { from: 0 }, [0]],
      ['from one in the middle', { from: 4 }, [4, 3, 2, 1, 0]],
      ['from the last', { from: LAST }, range(0, 10).reverse()],
      ['from behind the last, as from the last', { from: LAST + 5 }, range(0, 10).reverse()],
      ['so many as are asked for', { limit: 2 }, [9, 8]],
      ['none where none is asked for', { limit: 0 }, []],
      ['so many from one in the middle', { from: 1, limit: 5 }, [1, 0]],
    ] as const)('backward, %s', async (_, options, expected) => {
      const stream = await aStreamOfTen();
      const events = await streamOf(situation.store, stream, { ...options, direction: 'backward' });
      expect(revisionsOf(events)).toEqual(expected);
    });

    it.each([{ from: -1 }, { from: 0.5 }, { from: NaN }, { limit: -1 }, { limit: 1.5 }, { limit: NaN }])(
      'not where its bounds are no counts: %j',
      async (options) => {
        const stream = await aStreamOfTen();
        await expect(streamOf(situation.store, stream, options)).rejects.toThrow(RangeError);
      },
    );

    it('that is longer than any page, whole and in order, both ways', async () => {
      const stream = situation.aStream();
      const length = 2500;
      for (let n = 0; n < length; n += 500) await situation.appended(stream, { datas: numbered(500, n) });
      expect(revisionsOf(await streamOf(situation.store, stream))).toEqual(range(0, length));
      expect(revisionsOf(await streamOf(situation.store, stream, { direction: 'backward' }))).toEqual(
        range(0, length).reverse(),
      );
      expect(await streamOf(situation.store, stream, { from: 300, limit: 2001 })).toHaveLength(2001);
    });

    it('apart from those of the same id in other tenants and categories, and of ids that begin alike', async () => {
      const stream = situation.aStream();
      await situation.appended(stream);
      const others = [
        { ...stream, tenant: newId('tnt') },
        { ...stream, category: 'vault' },
        { ...stream, id: `${stream.id}.1` },
        { ...stream, id: `${stream.id}-1` },
      ];
      for (const other of others) expect(await streamOf(situation.store, other)).toEqual([]);
      for (const other of others) expect(await situation.append(other)).toMatchObject({ firstRevision: 0 });
      expect(await streamOf(situation.store, stream)).toHaveLength(1);
    });

    it('and may be left in the middle', async () => {
      const stream = await aStreamOfTen();
      for await (const { revision } of situation.store.readStream(stream)) if (revision === 4) break;
      expect(await streamOf(situation.store, stream)).toHaveLength(10);
    });

    it('at once for whoever was told that it was stored', async () => {
      const [stream, reader] = [situation.aStream(), situation.open()];
      for (let n = 1; n <= 20; n += 1) {
        await situation.appended(stream);
        expect(await streamOf(reader, stream)).toHaveLength(n);
      }
    });
  });
};
