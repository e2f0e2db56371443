import type { Instant } from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';
import type { Theme } from './event-store-conformance.ts';
import { all, everythingAfter, streamOf } from './reading.ts';
import { numbered } from './situation.ts';

export const closing: Theme = (situation) => {
  describe('when it is closed', () => {
    it('finishes what it had taken', async () => {
      const store = situation.open();
      const taken = Array.from({ length: 60 }, (_, n) =>
        situation.append(situation.aStream(), { through: store, lane: n % 2 ? 'bulk' : 'interactive' }),
      );
      await store.close();
      for (const result of await Promise.all(taken)) expect(result.kind).toBe('appended');
      expect(await everythingAfter(situation.store, situation.before)).toHaveLength(60);
    });

    it('refuses what comes then, and has stored nothing of it', async () => {
      const [store, stream] = [situation.open(), situation.aStream()];
      await situation.appended(stream, { through: store });
      await store.close();
      const { signal } = new AbortController();
      for (const refused of [
        () => situation.append(stream, { through: store }),
        () => store.findCommand(situation.tenant, randomUUID()),
        () => all(store.readStream(stream)),
        () => store.readAll('everything', 'start', 1),
        () => all(store.subscribe('everything', { after: 'start', signal })),
        () => store.cursorAt('2026-03-02T09:00:00.000Z' as Instant),
        () => store.head(),
      ]) {
        await expect(refused()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      }
      expect(await streamOf(situation.store, stream)).toHaveLength(1);
    });

    it('still orders cursors, for which it needs nobody', async () => {
      const store = situation.open();
      const { cursor } = await situation.appended(situation.aStream(), { through: store });
      await store.close();
      expect(store.compare(situation.before, cursor)).toBeLessThan(0);
    });

    it('leaves the other stores of the ledger as they are', async () => {
      const store = situation.open();
      await situation.appended(situation.aStream(), { through: store, datas: numbered(2) });
      await store.close();
      await situation.appended(situation.aStream());
      expect(await everythingAfter(situation.store, situation.before)).toHaveLength(3);
    });

    it('may be closed again, by several at once and before it did anything', async () => {
      const store = situation.open();
      await Promise.all([store.close(), store.close()]);
      await store.close();
    });
  });
};
