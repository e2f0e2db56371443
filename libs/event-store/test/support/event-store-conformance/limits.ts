import { eventsOf, numbered } from './situation.ts';
import type { Theme } from './event-store-conformance.ts';
import { streamOf } from './reading.ts';

const MOST_BYTES = 64 * 1024;
const MOST_EVENTS = 1000;
const MOST_APPEND_BYTES = 8 * 1024 * 1024;

export const limits: Theme = (situation) => {
  const tooLarge = { code: 'TOO_LARGE' };
  const commandId = 'c0000000-0000-4000-8000-00000000b16e';

  /** Data with which an event is exactly so large, data and metadata together, as UTF-8. */
  const dataOf = (bytes: number, letter: string) => {
    const [{ metadata }] = eventsOf(situation.tenant, commandId, [{ text: '' }]);
    const room = bytes - Buffer.byteLength(JSON.stringify({ text: '' }) + JSON.stringify(metadata));
    const width = Buffer.byteLength(letter);
    return { text: letter.repeat(Math.floor(room / width)) + 'a'.repeat(room % width) };
  };

  describe('takes an event', () => {
    it.each(['a', 'ä', '漢', '🙂'])('of 64 KiB, and no larger, however many letters %s that is', async (letter) => {
      const stream = situation.aStream();
      const larger = situation.append(stream, { commandId, datas: [dataOf(MOST_BYTES + 1, letter)] });
      await expect(larger).rejects.toMatchObject(tooLarge);
      expect(await streamOf(situation.store, stream)).toEqual([]);
      expect(await situation.store.findCommand(situation.tenant, commandId)).toBeUndefined();

      const data = dataOf(MOST_BYTES, letter);
      expect(await situation.append(stream, { commandId, datas: [data] })).toMatchObject({ kind: 'appended' });
      const [stored] = await streamOf(situation.store, stream);
      expect(stored!.data).toEqual(data);
      expect(Buffer.byteLength(stored!.dataText + stored!.metadataText)).toBe(MOST_BYTES);
    });

    it('beside one that is too large, which is refused alone', async () => {
      const streams = Array.from({ length: 9 }, () => situation.aStream());
      const results = await Promise.allSettled(
        streams.map((stream, n) => situation.append(stream, n === 4 ? { datas: [dataOf(MOST_BYTES + 1, 'a')] } : {})),
      );
      expect(results.map(({ status }) => status)).toEqual(streams.map((_, n) => (n === 4 ? 'rejected' : 'fulfilled')));
    });
  });

  describe('takes an append', () => {
    it('of a thousand events', async () => {
      const stream = situation.aStream();
      expect(await situation.append(stream, { datas: numbered(MOST_EVENTS) })).toMatchObject({
        kind: 'appended',
        firstRevision: 0,
        lastRevision: MOST_EVENTS - 1,
      });
      expect(await streamOf(situation.store, stream)).toHaveLength(MOST_EVENTS);
    });

    it('of no more', async () => {
      const stream = situation.aStream();
      await expect(situation.append(stream, { datas: numbered(MOST_EVENTS + 1) })).rejects.toMatchObject(tooLarge);
      expect(await streamOf(situation.store, stream)).toEqual([]);
    });

    it('of a megabyte', async () => {
      const stream = situation.aStream();
      const data = dataOf(MOST_BYTES, 'a');
      const datas = Array.from({ length: 16 }, () => data) as unknown as readonly [typeof data];
      await situation.appended(stream, { commandId, datas });
      expect((await streamOf(situation.store, stream)).map((event) => event.data)).toEqual(datas);
    });

    it.each(['a', '漢'])('of 8 MiB and no more, however many letters %s that is', async (letter) => {
      const stream = situation.aStream();
      const data = dataOf(MOST_BYTES, letter);
      const some = (count: number) => Array.from({ length: count }, () => data) as unknown as readonly [typeof data];
      const most = MOST_APPEND_BYTES / MOST_BYTES;
      const larger = situation.append(stream, { commandId, datas: [...some(most), { text: '' }] });
      await expect(larger).rejects.toMatchObject(tooLarge);
      expect(await streamOf(situation.store, stream)).toEqual([]);
      expect(await situation.store.findCommand(situation.tenant, commandId)).toBeUndefined();

      await situation.appended(stream, { commandId, datas: some(most) });
      expect(await streamOf(situation.store, stream)).toHaveLength(most);
    });

    it.each(['interactive', 'bulk'] as const)('large or small in the lane %s', async (lane) => {
      const stream = situation.aStream();
      await situation.appended(stream, { lane, datas: numbered(1) });
      await situation.appended(stream, { lane, datas: numbered(100, 1), expected: 0 });
      expect(await streamOf(situation.store, stream)).toHaveLength(101);
    });
  });
};
