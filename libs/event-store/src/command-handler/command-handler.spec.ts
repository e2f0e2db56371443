import type { Instant, TenantId } from '@ledgerdesk/kernel';
import { tickets } from '@ledgerdesk/contracts';
import {
  AGENT,
  aCommand,
  openPurse,
  OWNER,
  purseCategory,
  putCoins,
  takeCoins,
  TENANT,
} from '../../test/support/purse.ts';
import { InMemoryEventStore } from '../in-memory/in-memory-event-store.ts';
import { InMemoryKeyRing } from '../key-ring/in-memory-key-ring.ts';
import { BusyError, ForeignEpochError, UnavailableError } from '../port/errors.ts';
import type { RecordedEvent } from '../port/event.ts';
import type { EventStore } from '../port/event-store.ts';
import type { StoredSealedValue } from '../sealing/sealed-value.ts';
import { openValues } from '../sealing/open-values.ts';
import { createCommandHandler } from './command-handler.ts';
import { ConflictExhaustedError } from './command.ts';

const PURSE = 'pur_1';
const stream = { category: 'purse', tenant: TENANT, id: PURSE };

async function stored(eventStore: EventStore): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const event of eventStore.readStream(stream)) events.push(event);
  return events;
}

describe('A command', () => {
  let eventStore: InMemoryEventStore;
  let keyRing: InMemoryKeyRing;
  /** As another process would: nothing seen yet, on the same ledger. */
  const handlerElsewhere = (): ReturnType<typeof createCommandHandler<PurseState, PurseHappened>> =>
    createCommandHandler(purseCategory, { eventStore, keyRing });
  let purses: ReturnType<typeof handlerElsewhere>;

  beforeEach(() => {
    eventStore = new InMemoryEventStore();
    keyRing = new InMemoryKeyRing();
    purses = handlerElsewhere();
  });

  it('that is accepted answers where its events stand and what they made of the aggregate', async () => {
    await purses.handle(PURSE, aCommand(), openPurse());
    const handled = await purses.handle(PURSE, aCommand(), putCoins(3, 4));
    expect(handled).toMatchObject({ accepted: true, id: PURSE, revision: 2, repeated: false, state: { coins: 7 } });
    expect(handled).toHaveProperty('cursor', (await stored(eventStore))[2]!.cursor);
  });

  it('leaves who, when and why beside each event', async () => {
    const context = aCommand({
      commandId: 'A0000000-0000-4000-8000-00000000000A',
      causationId: 'cause-1',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
    await purses.handle(PURSE, context, openPurse());
    expect((await stored(eventStore))[0]!.metadata).toEqual({
      tenantId: TENANT,
      commandId: 'a0000000-0000-4000-8000-00000000000a',
      causationId: 'cause-1',
      correlationId: 'correlation-1',
      actor: AGENT,
      origin: 'live',
      occurredAt: '2026-03-02T09:00:00.000Z',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
  });

  it('stores what it says about a person sealed, and nothing of it in clear', async () => {
    await purses.handle(PURSE, aCommand(), openPurse('for my daughter'));
    const [{ eventId, schemaVersion, data, dataText }] = (await stored(eventStore)) as [RecordedEvent];
    expect(dataText).not.toContain('daughter');
    const [sealed] = data['sealed'] as unknown as [StoredSealedValue];
    const [opened] = await openValues(keyRing, TENANT, [{ eventId, schemaVersion, sealed }]);
    expect(tickets.TicketHeldPersonal.decode(opened as Uint8Array)).toEqual({ reason: 'for my daughter' });

    await keyRing.erase(TENANT, OWNER);
    expect(await openValues(keyRing, TENANT, [{ eventId, schemaVersion, sealed }])).toEqual(['erased']);
  });

  it('that is refused answers the reason and stores nothing', async () => {
    await purses.handle(PURSE, aCommand(), openPurse());
    const handled = await purses.handle(PURSE, aCommand(), takeCoins(1));
    expect(handled).toEqual({ accepted: false, refusal: { code: 'TOO_FEW_COINS', coins: 0 } });
    expect(await stored(eventStore)).toHaveLength(1);
  });

  it('is refused on the newest state only, though an older one was kept here', async () => {
    await purses.handle(PURSE, aCommand(), openPurse());
    await handlerElsewhere().handle(PURSE, aCommand(), putCoins(5));
    expect(await purses.handle(PURSE, aCommand(), takeCoins(5))).toMatchObject({ accepted: true, state: { coins: 0 } });
  });

  it('decides again where somebody else was faster', async () => {
    await purses.handle(PURSE, aCommand(), openPurse());
    await handlerElsewhere().handle(PURSE, aCommand(), putCoins(5));
    expect(await purses.handle(PURSE, aCommand(), putCoins(2))).toMatchObject({ revision: 2, state: { coins: 7 } });
  });

  it('is given up when somebody else is faster with each of four tries', async () => {
    await purses.handle(PURSE, aCommand(), openPurse());
    const rival = handlerElsewhere();
    let tries = 0;
    const outrun = createCommandHandler(purseCategory, {
      keyRing,
      eventStore: withAppend(eventStore, async (id, expected, events, command) => {
        tries += 1;
        await rival.handle(PURSE, aCommand(), putCoins(1));
        return eventStore.append(id, expected, events, command);
      }),
    });
    await expect(outrun.handle(PURSE, aCommand(), putCoins(1))).rejects.toThrow(ConflictExhaustedError);
    expect(tries).toBe(4);
  });

  it('never stores events that its own aggregate cannot follow', async () => {
    const corrupting = purses.handle(PURSE, aCommand(), () => ({
      accepted: true,
      events: [{ type: 'CoinsPut', coins: 1 }],
    }));
    await expect(corrupting).rejects.toThrow('Corrupt stream');
    expect(await stored(eventStore)).toEqual([]);
  });

  it.each([
    ['half a surrogate pair', '\ud800'],
    ['a NUL', 'a\0b'],
  ])('whose personal text holds %s is broken, and stores nothing', async (_, reason) => {
    await expect(purses.handle(PURSE, aCommand(), openPurse(reason))).rejects.toMatchObject({
      code: 'UNWRITABLE_EVENT',
    });
    expect(await stored(eventStore)).toEqual([]);
  });

  it.each([
    ['busy', new BusyError('')],
    ['away', new UnavailableError('')],
  ])('passes on that the store is %s', async (_, error) => {
    const failing = createCommandHandler(purseCategory, {
      keyRing,
      eventStore: withAppend(eventStore, () => Promise.reject(error)),
    });
    await expect(failing.handle(PURSE, aCommand(), openPurse())).rejects.toBe(error);
    await expect(purses.handle(PURSE, aCommand(), openPurse())).resolves.toMatchObject({ accepted: true });
  });

  it('after which the ledger was restored to an older state is decided on what is left', async () => {
    await purses.handle(PURSE, aCommand(), openPurse());
    await purses.handle(PURSE, aCommand(), putCoins(5));
    eventStore.ledger.streams.get(`purse-${TENANT}.${PURSE}`)!.pop();
    expect(await purses.handle(PURSE, aCommand(), putCoins(1))).toMatchObject({ revision: 1, state: { coins: 1 } });
  });

  describe('after which the ledger was restored, and its aggregate reached the same revision by other events', () => {
    const ANOTHER = 'pur_2';
    /** Of a purse of 50 coins only the opening is left; somebody else then put one. */
    beforeEach(async () => {
      await purses.handle(PURSE, aCommand(), openPurse());
      await purses.handle(PURSE, aCommand(), putCoins(50));
      eventStore.ledger.streams.get(`purse-${TENANT}.${PURSE}`)!.pop();
      eventStore.ledger.beginEpoch();
      await handlerElsewhere().handle(PURSE, aCommand(), putCoins(1));
    });

    const tooFew = { accepted: false, refusal: { code: 'TOO_FEW_COINS', coins: 1 } };

    it('is decided on these events, once another aggregate has shown the restore', async () => {
      await purses.handle(ANOTHER, aCommand(), openPurse());
      expect(await purses.handle(PURSE, aCommand(), takeCoins(50))).toEqual(tooFew);
    });

    it('is decided on these events, once a read of another aggregate has shown the restore', async () => {
      await handlerElsewhere().handle(ANOTHER, aCommand(), openPurse());
      await purses.load(TENANT, ANOTHER);
      expect(await purses.handle(PURSE, aCommand(), takeCoins(50))).toEqual(tooFew);
    });

    it('is refused on these events, though nothing has shown the restore', async () => {
      expect(await purses.handle(PURSE, aCommand(), takeCoins(51))).toEqual(tooFew);
      expect(await purses.load(TENANT, PURSE)).toMatchObject({ revision: 1, state: { coins: 1 } });
    });

    it('answers what these events made of it, and is followed by others on that', async () => {
      expect(await purses.handle(PURSE, aCommand(), putCoins(2))).toMatchObject({ revision: 2, state: { coins: 3 } });
      expect(await purses.handle(PURSE, aCommand(), putCoins(2))).toMatchObject({ revision: 3, state: { coins: 5 } });
    });

    it('is decided on these events after a cursor was told to be foreign', async () => {
      const told = createCommandHandler(purseCategory, {
        keyRing,
        eventStore: withAppend(eventStore, (id, expected, events, command) =>
          id.id === ANOTHER
            ? Promise.reject(new ForeignEpochError(''))
            : eventStore.append(id, expected, events, command),
        ),
      });
      await told.load(TENANT, PURSE);
      eventStore.ledger.streams.get(`purse-${TENANT}.${PURSE}`)!.pop();
      await handlerElsewhere().handle(PURSE, aCommand(), putCoins(7));
      await expect(told.handle(ANOTHER, aCommand(), openPurse())).rejects.toThrow(ForeignEpochError);
      expect(await told.handle(PURSE, aCommand(), takeCoins(7))).toMatchObject({ accepted: true, state: { coins: 0 } });
    });
  });

  it('is refused on what is left where its stream was restored to less than was seen of it', async () => {
    await purses.handle(PURSE, aCommand(), openPurse());
    await purses.handle(PURSE, aCommand(), putCoins(5));
    eventStore.ledger.streams.get(`purse-${TENANT}.${PURSE}`)!.pop();
    expect(await purses.handle(PURSE, aCommand(), takeCoins(6))).toMatchObject({ refusal: { coins: 0 } });
  });

  describe('that was accepted before', () => {
    const again = aCommand({ commandId: '20000000-0000-4000-8000-000000000002', body: { put: [5], note: 'x' } });
    let first: Awaited<ReturnType<typeof purses.handle>>;

    beforeEach(async () => {
      await purses.handle(PURSE, aCommand(), openPurse());
      first = await purses.handle(PURSE, again, putCoins(5));
      await purses.handle(PURSE, aCommand({ occurredAt: '2026-03-03T09:00:00.000Z' as Instant }), takeCoins(4));
    });

    it('gets the answer it got then, also after the aggregate went on', async () => {
      for (const handler of [purses, handlerElsewhere()]) {
        expect(await handler.handle(PURSE, again, putCoins(5))).toEqual({ ...first, repeated: true });
      }
      expect(await stored(eventStore)).toHaveLength(3);
    });

    it('gets that answer also where it would be refused now', async () => {
      const taken = aCommand();
      const then = await purses.handle(PURSE, taken, takeCoins(1));
      for (const handler of [purses, handlerElsewhere()]) {
        expect(await handler.handle(PURSE, taken, takeCoins(1))).toEqual({ ...then, repeated: true });
      }
    });

    it('gets that answer where the same body came with another id for the aggregate', async () => {
      expect(await purses.handle('pur_2', again, openPurse())).toEqual({ ...first, repeated: true });
      expect(await purses.handle('pur_2', again, putCoins(1))).toEqual({ ...first, repeated: true });
    });

    it('is the same whatever the order of the names in its body', async () => {
      const reordered = { ...again, body: { note: 'x', put: [5] } };
      expect(await purses.handle(PURSE, reordered, putCoins(5))).toEqual({ ...first, repeated: true });
    });

    it.each([
      ['another body', { body: { put: [6], note: 'x' } }],
      ['another actor', { actor: { ...AGENT, id: OWNER } }],
    ])('is refused with %s, whether it would be accepted now or not', async (_, differently) => {
      for (const decide of [putCoins(6), takeCoins(600)]) {
        expect(await purses.handle(PURSE, { ...again, ...differently }, decide)).toEqual({
          accepted: false,
          refusal: { code: 'COMMAND_ID_REUSED' },
        });
      }
    });

    it('is another command in another tenant', async () => {
      const tenant: TenantId = 'tnt_01kakq0000e0080000000000b2';
      expect(await purses.handle(PURSE, { ...again, tenant }, openPurse())).toMatchObject({
        repeated: false,
        revision: 0,
      });
    });

    it('is not compared where its id was derived: the first answer stands', async () => {
      const derived = aCommand({ derived: true, body: { n: 1 } });
      const then = await purses.handle(PURSE, derived, putCoins(1));
      const differently = { ...derived, body: { n: 2 }, actor: { ...AGENT, id: OWNER } };
      expect(await purses.handle(PURSE, differently, takeCoins(600))).toEqual({ ...then, repeated: true });
    });

    it('is refused to a caller who took a derived id', async () => {
      const derived = aCommand({ derived: true });
      await purses.handle(PURSE, derived, putCoins(1));
      for (const decide of [putCoins(1), takeCoins(600)]) {
        expect(await purses.handle(PURSE, { ...derived, derived: false }, decide)).toMatchObject({
          refusal: { code: 'COMMAND_ID_REUSED' },
        });
      }
    });
  });

  it('reads nothing where the state is kept here', async () => {
    let reads = 0;
    const counted = createCommandHandler(purseCategory, {
      keyRing,
      eventStore: withRead(eventStore, (...read) => {
        reads += 1;
        return eventStore.readStream(...read);
      }),
    });
    await counted.handle(PURSE, aCommand(), openPurse());
    await counted.handle(PURSE, aCommand(), putCoins(5));
    await counted.handle(PURSE, aCommand(), takeCoins(5));
    expect(reads).toBe(0);
  });

  it('keeps the states of no more aggregates than it was told to', async () => {
    const read: (number | undefined)[] = [];
    const small = createCommandHandler(purseCategory, {
      keyRing,
      cacheSize: 2,
      eventStore: withRead(eventStore, (id, options) => {
        read.push(options?.from);
        return eventStore.readStream(id, options);
      }),
    });
    for (const id of ['pur_1', 'pur_2', 'pur_3']) {
      await small.handle(id, aCommand(), openPurse());
      await small.handle(id, aCommand(), putCoins(1));
    }
    for (const id of ['pur_3', 'pur_2', 'pur_1']) await small.load(TENANT, id);
    expect(read).toEqual([1, 1, 0]);
  });

  it('finds its aggregate, and what came since, by loading', async () => {
    await purses.handle(PURSE, aCommand(), openPurse());
    await purses.handle(PURSE, aCommand(), putCoins(1, 2));
    await handlerElsewhere().handle(PURSE, aCommand(), takeCoins(3));
    expect(await purses.load(TENANT, PURSE)).toMatchObject({ revision: 3, state: { coins: 0 } });
    expect(await purses.eventsAfter(TENANT, PURSE, 1)).toMatchObject([
      { type: 'CoinsPut', coins: 2 },
      { type: 'CoinsTaken', coins: 3, personal: { subject: OWNER, sealed: { subject: OWNER } } },
    ]);
    expect(await purses.load(TENANT, 'pur_9')).toEqual({ revision: -1, state: purseCategory.aggregate.initial });
  });
});

type PurseState = typeof purseCategory.aggregate.initial;
type PurseHappened = Parameters<typeof purseCategory.aggregate.evolve>[1];

/** The same store with one function in front of its own. */
const withAppend = (store: EventStore, append: EventStore['append']): EventStore =>
  Object.create(store, { append: { value: append } }) as EventStore;
const withRead = (store: EventStore, readStream: EventStore['readStream']): EventStore =>
  Object.create(store, { readStream: { value: readStream } }) as EventStore;
