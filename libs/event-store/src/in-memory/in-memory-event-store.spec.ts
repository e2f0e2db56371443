import type { Instant } from '@ledgerdesk/kernel';
import { eventsOf } from '../../test/support/event-store-conformance/situation.ts';
import { eventStoreConformance } from '../../test/support/event-store-conformance/event-store-conformance.ts';
import { all } from '../../test/support/event-store-conformance/reading.ts';
import { TENANT } from '../../test/support/purse.ts';
import { placeOf } from '../port/cursor.ts';
import { InMemoryEventStore } from './in-memory-event-store.ts';
import { InMemoryLedger } from './in-memory-ledger.ts';

eventStoreConformance('in memory', () => {
  const ledger = new InMemoryLedger();
  return Promise.resolve(() => new InMemoryEventStore({ ledger }));
});

describe('The event store in memory', () => {
  const purse = { category: 'purse', tenant: TENANT, id: 'pur_1' };
  const append = (store: InMemoryEventStore, stream = purse, commandId: string = crypto.randomUUID()) =>
    store.append(stream, 'any', eventsOf(TENANT, commandId, [{ coins: 1 }]), { commandId });

  it('is empty at first', async () => {
    const store = new InMemoryEventStore();
    const head = await store.head();
    expect(await store.readAll('everything', 'start', 10)).toEqual({ events: [], cursor: head });
    expect(await store.cursorAt('2026-03-02T09:00:00.000Z' as Instant)).toBe(head);
  });

  it('leaves holes between its places, so that nobody counts on there being none', async () => {
    const store = new InMemoryEventStore();
    for (let n = 0; n < 10; n += 1) await append(store);
    const { events } = await store.readAll('everything', 'start', 10);
    const places = events.map(({ cursor }) => placeOf(cursor).position);
    const steps = places.slice(1).map((place, index) => place - places[index]!);
    expect(steps.every((step) => step > 0n)).toBe(true);
    expect(steps.some((step) => step > 1n)).toBe(true);
  });

  it('never lets the time of storing fall, whatever the clock does', async () => {
    const clock = ['2026-03-02T09:00:05.000Z', '2026-03-02T09:00:01.000Z', '2026-03-02T09:00:09.000Z'] as Instant[];
    const store = new InMemoryEventStore({ now: () => clock.shift()! });
    for (let n = 0; n < 3; n += 1) await append(store);
    const { events } = await store.readAll('everything', 'start', 10);
    expect(events.map(({ storedAt }) => storedAt.slice(17, 19))).toEqual(['05', '05', '09']);
    expect(events.map(({ recordedAt }) => recordedAt.slice(17, 19))).toEqual(['05', '01', '09']);
  });

  it('keeps two ledgers apart', async () => {
    const [one, other] = [new InMemoryEventStore(), new InMemoryEventStore()];
    await append(one);
    expect(await all(other.readStream(purse))).toEqual([]);
  });

  describe('after a restore', () => {
    it('refuses places from before', async () => {
      const store = new InMemoryEventStore();
      await append(store);
      const before = await store.head();
      store.ledger.beginEpoch();
      await expect(store.readAll('everything', before, 1)).rejects.toMatchObject({ code: 'FOREIGN_EPOCH' });
      expect(() => store.compare(before, before)).not.toThrow();
    });

    it('ends the subscriptions that waited, with the same fault', async () => {
      const store = new InMemoryEventStore();
      const { signal } = new AbortController();
      const following = store.subscribe('everything', { after: 'start', signal });
      await following.next();
      const waiting = following.next();
      store.ledger.beginEpoch();
      await expect(waiting).rejects.toMatchObject({ code: 'FOREIGN_EPOCH' });
    });
  });

  describe('of a service', () => {
    const ledger = new InMemoryLedger();
    const vaults = new InMemoryEventStore({ ledger, categories: ['vault'] });
    const forbidden = { code: 'FORBIDDEN_CATEGORY' };
    const commandId = 'c0000000-0000-4000-8000-000000000001';

    beforeAll(() => append(new InMemoryEventStore({ ledger }), purse, commandId));

    it('writes and reads its own categories only', async () => {
      const { signal } = new AbortController();
      const vault = { ...purse, category: 'vault' };
      expect(await append(vaults, vault)).toMatchObject({ kind: 'appended' });
      expect(await all(vaults.readStream(vault))).toHaveLength(1);
      await expect(append(vaults)).rejects.toMatchObject(forbidden);
      await expect(all(vaults.readStream(purse))).rejects.toMatchObject(forbidden);
      for (const filter of ['everything', { stream: purse }, { categories: ['vault', 'purse'] }] as const) {
        await expect(vaults.readAll(filter, 'start', 1)).rejects.toMatchObject(forbidden);
        await expect(vaults.subscribe(filter, { after: 'start', signal }).next()).rejects.toMatchObject(forbidden);
      }
    });

    it('learns nothing of a command of another', async () => {
      expect(await vaults.findCommand(TENANT, commandId)).toBeUndefined();
      expect(await append(vaults, { ...purse, category: 'vault' }, commandId)).toEqual({ kind: 'command id reused' });
    });
  });
});
