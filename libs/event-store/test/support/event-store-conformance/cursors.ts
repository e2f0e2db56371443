import { cursorOf, placeOf, type Cursor } from '@ledgerdesk/event-store';
import type { Theme } from './event-store-conformance.ts';
import { everythingAfter, numbersOf } from './reading.ts';
import { numbered } from './situation.ts';

export const MALFORMED = [
  '',
  'x',
  '1',
  '.',
  'a.-1',
  'a.01',
  'a.1.2',
  'A.1',
  'a.9223372036854775808',
  `a.${'9'.repeat(40)}`,
  'a.1\n',
  '\0',
];

/** The same place in a ledger that was restored since. */
export const inAnotherEpoch = (cursor: Cursor): Cursor =>
  cursorOf({ epoch: 'elsewhere', position: placeOf(cursor).position });

/** A place that this ledger has not reached. */
export const beyond = (head: Cursor): Cursor => {
  const { epoch, position } = placeOf(head);
  return cursorOf({ epoch, position: position + 1_000_000n });
};

export const cursors: Theme = (situation) => {
  describe('gives each event a place', () => {
    it('from which what follows is read, and nothing of what came before', async () => {
      const stream = situation.aStream();
      await situation.appended(stream, { datas: numbered(3) });
      await situation.appended(situation.aStream('vault'), { datas: numbered(3, 3) });
      const events = await everythingAfter(situation.store, situation.before);
      for (const [n, { cursor }] of events.entries()) {
        expect(numbersOf(await everythingAfter(situation.store, cursor))).toEqual(
          [0, 1, 2, 3, 4, 5].filter((later) => later > n),
        );
      }
    });

    it('in the order of the ledger', async () => {
      await Promise.all(Array.from({ length: 20 }, () => situation.appended(situation.aStream())));
      const events = await everythingAfter(situation.store, situation.before);
      for (const [n, a] of events.entries()) {
        for (const [m, b] of events.entries()) {
          expect(Math.sign(situation.store.compare(a.cursor, b.cursor))).toBe(Math.sign(n - m));
        }
      }
    });

    it('of which the last is the head', async () => {
      const { cursor } = await situation.appended(situation.aStream(), { datas: numbered(2) });
      expect(await situation.store.head()).toBe(cursor);
      expect(await situation.open().head()).toBe(cursor);
      const { events, cursor: reached } = await situation.store.readAll('everything', cursor, 10);
      expect([events, reached]).toEqual([[], cursor]);
    });

    it('by whichever way it is read', async () => {
      const stream = situation.aStream();
      await situation.appended(stream, { datas: numbered(2) });
      const byStream: Cursor[] = [];
      for await (const { cursor } of situation.store.readStream(stream)) byStream.push(cursor);
      for (const filter of [{ stream }, { categories: ['purse'] }, 'everything'] as const) {
        const events = await everythingAfter(situation.store, situation.before, filter);
        expect(events.map(({ cursor }) => cursor)).toEqual(byStream);
      }
    });

    it('and reads all from the start, which is before the first event', async () => {
      const stream = situation.aStream();
      await situation.appended(stream, { datas: numbered(2) });
      expect(numbersOf(await everythingAfter(situation.store, 'start', { stream }))).toEqual([0, 1]);
      const seen = await everythingAfter(situation.store, 'start');
      expect(numbersOf(seen.slice(-2))).toEqual([0, 1]);
    });

    it('and moves on where nothing of what is asked for came', async () => {
      await situation.appended(situation.aStream('vault'));
      const { events, cursor } = await situation.store.readAll({ categories: ['Mint'] }, situation.before, 10);
      expect(events).toEqual([]);
      expect(situation.store.compare(cursor, situation.before)).toBeGreaterThan(0);
      await situation.appended(situation.aStream('Mint'), { datas: numbered(1, 7) });
      expect(numbersOf(await everythingAfter(situation.store, cursor, { categories: ['Mint'] }))).toEqual([7]);
    });

    it('that ends a page which is full, so that nothing behind it is skipped', async () => {
      await situation.appended(situation.aStream('Mint'), { datas: numbered(2) });
      await situation.appended(situation.aStream('vault'));
      await situation.appended(situation.aStream('Mint'), { datas: numbered(1, 2) });
      const page = await situation.store.readAll({ categories: ['Mint'] }, situation.before, 2);
      expect(page.cursor).toBe(page.events[1]!.cursor);
      const next = await situation.store.readAll({ categories: ['Mint'] }, page.cursor, 2);
      expect(numbersOf(next.events)).toEqual([2]);
    });
  });

  describe('refuses a place', () => {
    it('of another epoch', async () => {
      const foreign = inAnotherEpoch(situation.before);
      for (const filter of ['everything', { categories: ['purse'] }, { stream: situation.aStream() }] as const) {
        await expect(situation.store.readAll(filter, foreign, 10)).rejects.toMatchObject({ code: 'FOREIGN_EPOCH' });
      }
      expect(() => situation.store.compare(foreign, situation.before)).toThrow(
        expect.objectContaining({ code: 'FOREIGN_EPOCH' }),
      );
    });

    it('that the ledger has not reached', async () => {
      const ahead = beyond(await situation.store.head());
      for (const filter of ['everything', { categories: ['purse'] }, { stream: situation.aStream() }] as const) {
        await expect(situation.store.readAll(filter, ahead, 10)).rejects.toMatchObject({ code: 'FOREIGN_EPOCH' });
      }
    });

    it.each(MALFORMED)('that is none: %j', async (text) => {
      const refused = { code: 'MALFORMED_CURSOR' };
      await expect(situation.store.readAll('everything', text as Cursor, 10)).rejects.toMatchObject(refused);
      for (const pair of [[text, situation.before] as const, [situation.before, text] as const]) {
        expect(() => situation.store.compare(...(pair as [Cursor, Cursor]))).toThrow(expect.objectContaining(refused));
      }
    });
  });
};
