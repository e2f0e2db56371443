import type { Theme } from './event-store-conformance.ts';
import { revisionsOf, streamOf } from './reading.ts';
import { numbered } from './situation.ts';

export const expectedRevision: Theme = (situation) => {
  describe('appends to a stream', () => {
    it('that does not exist, where none is expected', async () => {
      const stream = situation.aStream();
      expect(await situation.append(stream, { expected: 'no stream', datas: numbered(2) })).toMatchObject({
        kind: 'appended',
        stream,
        firstRevision: 0,
        lastRevision: 1,
      });
    });

    it('that stands exactly where it is expected', async () => {
      const stream = situation.aStream();
      await situation.appended(stream, { datas: numbered(2) });
      expect(await situation.append(stream, { expected: 1, datas: numbered(3) })).toMatchObject({
        kind: 'appended',
        firstRevision: 2,
        lastRevision: 4,
      });
      expect(revisionsOf(await streamOf(situation.store, stream))).toEqual([0, 1, 2, 3, 4]);
    });

    it('that stands anywhere, where nothing is expected of it', async () => {
      const stream = situation.aStream();
      for (const firstRevision of [0, 1, 2]) {
        expect(await situation.append(stream, { expected: 'any' })).toMatchObject({ kind: 'appended', firstRevision });
      }
    });

    it.each([
      ['none is expected', 'no stream'],
      ['an earlier revision is expected', 0],
      ['a later revision is expected', 2],
    ] as const)('not where %s, and says where it stands', async (_, expected) => {
      const stream = situation.aStream();
      await situation.appended(stream, { datas: numbered(2) });
      expect(await situation.append(stream, { expected })).toEqual({ kind: 'conflict', currentRevision: 1 });
      expect(await streamOf(situation.store, stream)).toHaveLength(2);
    });

    it('not where a revision is expected of one that does not exist', async () => {
      const stream = situation.aStream();
      expect(await situation.append(stream, { expected: 0 })).toEqual({ kind: 'conflict', currentRevision: -1 });
      expect(await streamOf(situation.store, stream)).toEqual([]);
    });

    it('for one of many who expect the same revision at once, and tells the others', async () => {
      const stream = situation.aStream();
      const stores = [situation.store, situation.open(), situation.open()];
      const results = await Promise.all(
        Array.from({ length: 30 }, (_, n) =>
          situation.append(stream, { expected: 'no stream', through: stores[n % stores.length]! }),
        ),
      );
      expect(results.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
      expect(results.filter(({ kind }) => kind === 'conflict')).toHaveLength(29);
      expect(await streamOf(situation.store, stream)).toHaveLength(1);
    });

    it('and remembers nothing of a command that met a conflict', async () => {
      const stream = situation.aStream();
      const commandId = 'c0000000-0000-4000-8000-00000000c0f1';
      await situation.append(stream, { commandId, expected: 5 });
      expect(await situation.store.findCommand(situation.tenant, commandId)).toBeUndefined();
      expect(await situation.append(stream, { commandId, expected: 'no stream' })).toMatchObject({ kind: 'appended' });
    });
  });
};
