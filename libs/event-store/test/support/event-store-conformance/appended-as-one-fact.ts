import type { Theme } from './event-store-conformance.ts';
import { everythingAfter, idsOf, revisionsOf, streamOf } from './reading.ts';
import { numbered } from './situation.ts';

const EVENTS = 5;
const APPENDS = 40;

export const appendedAsOneFact: Theme = (situation) => {
  describe('appends several events as one fact', () => {
    it('which stand one after the other, with nobody between them', async () => {
      const streams = Array.from({ length: 20 }, () => situation.aStream());
      const stores = [situation.store, situation.open()];
      await Promise.all(
        streams.map((stream, n) => situation.appended(stream, { datas: numbered(EVENTS), through: stores[n % 2]! })),
      );
      const events = await everythingAfter(situation.store, situation.before);
      for (const stream of streams) {
        const first = events.findIndex((event) => event.stream.id === stream.id);
        const together = events.slice(first, first + EVENTS);
        expect(together.map((event) => event.stream.id)).toEqual(Array(EVENTS).fill(stream.id));
        expect(revisionsOf(together)).toEqual([0, 1, 2, 3, 4]);
      }
    });

    it('whose answer names the place of the last one', async () => {
      const stream = situation.aStream();
      const { cursor } = await situation.appended(stream, { datas: numbered(3) });
      expect((await streamOf(situation.store, stream)).at(-1)!.cursor).toBe(cursor);
    });

    it('of which nobody who reads meanwhile sees a part', async () => {
      const stream = situation.aStream();
      let writing = true;
      const write = async (): Promise<void> => {
        for (let n = 0; n < APPENDS; n += 1) await situation.appended(stream, { datas: numbered(EVENTS) });
        writing = false;
      };
      const parts: number[] = [];
      const readAgainAndAgain = async (read: () => Promise<readonly unknown[]>): Promise<void> => {
        while (writing) {
          const seen = (await read()).length;
          if (seen % EVENTS !== 0) parts.push(seen);
        }
      };
      const reader = situation.open();
      await Promise.all([
        write(),
        readAgainAndAgain(() => streamOf(reader, stream)),
        readAgainAndAgain(() => streamOf(reader, stream, { direction: 'backward' })),
        readAgainAndAgain(() => everythingAfter(reader, situation.before)),
        readAgainAndAgain(() => everythingAfter(reader, situation.before, { stream })),
      ]);
      expect(parts).toEqual([]);
      expect(await streamOf(reader, stream)).toHaveLength(APPENDS * EVENTS);
    });

    it('of which nothing is stored where one of them cannot be', async () => {
      const stream = situation.aStream();
      const datas = [{ n: 0 }, { text: 'x'.repeat(70_000) }, { n: 2 }] as const;
      await expect(situation.append(stream, { datas })).rejects.toMatchObject({ code: 'TOO_LARGE' });
      expect(idsOf(await streamOf(situation.store, stream))).toEqual([]);
    });
  });
};
