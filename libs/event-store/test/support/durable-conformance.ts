import {
  BusyError,
  cursorOf,
  ForeignEpochError,
  placeOf,
  UnavailableError,
  type AppendResult,
  type EventStore,
} from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import { Follower } from './follower.ts';
import { allOf, expectInOrder, expectKept, expectSawAll } from './reckoning.ts';
import { SpawnedWriter } from './spawned-writer.ts';
import { commandOf, type StoreAddress, type WriterPlan } from './writer-plan.ts';

/** A ledger that outlives the processes that use it. */
export interface DurableLedger {
  /** How processes reach it: may append to and read the category `purse`, and read everything. */
  readonly address: StoreAddress;
  open(options?: { readonly appendTimeoutMs?: number }): EventStore;
  /** Stops the server in an orderly way, or as a crash would; `start` brings it back with its data. */
  stop(): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
  /** What restoring a backup does to the epoch. */
  beginEpoch(): Promise<void>;
}

const CATEGORY = 'purse';
/** Until a caller gives up. */
const ENOUGH_MS = 2000;
const purses = { categories: [CATEGORY] };

/** What every durable ledger promises across processes, crashes and restarts. `make` answers an empty one. */
export function durableConformance(name: string, make: () => Promise<DurableLedger>): void {
  describe(`The durable ledger ${name}`, () => {
    let ledger: DurableLedger;
    let store: EventStore;
    const opened: EventStore[] = [];
    const writers: SpawnedWriter[] = [];
    const followers: Follower[] = [];
    const tenant = newId('tnt');

    beforeEach(async () => {
      ledger = await make();
      store = open();
    });
    afterEach(async () => {
      await Promise.all(followers.splice(0).map((follower) => follower.stop()));
      for (const writer of writers.splice(0)) {
        writer.signal('SIGKILL');
        await writer.ended;
      }
      await Promise.all(opened.splice(0).map((one) => one.close()));
    });

    function open(options?: { readonly appendTimeoutMs?: number }): EventStore {
      const one = ledger.open(options);
      opened.push(one);
      return one;
    }

    const planOf = (writer: string, commands: number): WriterPlan => ({
      store: ledger.address,
      name: writer,
      tenant,
      category: CATEGORY,
      commands,
      inFlight: 8,
    });

    function spawnWriter(writer: string, commands: number): SpawnedWriter {
      const spawned = new SpawnedWriter(planOf(writer, commands));
      writers.push(spawned);
      return spawned;
    }

    function follow(...some: readonly Follower[]): void {
      followers.push(...some);
    }

    const send = (plan: WriterPlan, n: number, through = store) => {
      const { stream, events, memo } = commandOf(plan, n);
      return through.append(stream, 'any', events, memo);
    };

    /** Everything is in order, each writer's acknowledged commands are there once, and each follower saw all of it once. */
    async function reckon(): Promise<void> {
      const events = await allOf(store, 'everything');
      expectInOrder(store, events);
      for (const writer of writers) expectKept(events, writer);
      const head = await store.head();
      for (const follower of followers) {
        await follower.until(head);
        await expectSawAll(store, follower);
      }
    }

    it('shows readers every event of many writing processes once and in order, and no gap that later fills in', async () => {
      const stream = { category: CATEGORY, tenant, id: 'shared-2' };
      follow(
        Follower.subscribed(store, 'everything'),
        Follower.subscribed(open(), purses, { batchSize: 7 }),
        Follower.subscribed(store, { stream }),
        Follower.restless(open(), 'everything'),
        Follower.restless(open(), purses, { batchSize: 3 }),
      );
      const some = ['ann', 'bob', 'cy', 'dee'].map((writer) => spawnWriter(writer, 150));
      await some[0]!.untilAcknowledged(50);
      const after = await store.head();
      follow(Follower.subscribed(store, 'everything', { after }), Follower.restless(open(), { stream }, { after }));
      await Promise.all(some.map((writer) => writer.untilDone()));
      await reckon();
    });

    it('lets nobody wait for a writer that was stopped, and stores its commands once when it goes on', async () => {
      const stopped = spawnWriter('sleeper', 400);
      follow(Follower.subscribed(store, 'everything'));
      for (let round = 1; round <= 3; round += 1) {
        // Eight are in flight at any time: wherever they are, the process does not move any more.
        await stopped.untilAcknowledged(round * 40);
        stopped.signal('SIGSTOP');
        await spawnWriter(`other-${round}`, 60).untilDone();
        stopped.signal('SIGCONT');
      }
      await stopped.untilDone();
      await reckon();
    });

    it('keeps what a killed writer was told is stored, and stores the rest once when it is sent again', async () => {
      const killed = spawnWriter('victim', 5000);
      await killed.untilAcknowledged(120);
      killed.signal('SIGKILL');
      await killed.ended;
      await reckon();

      const upTo = Math.max(...killed.acknowledged.keys()) + killed.plan.inFlight;
      for (let n = 0; n <= upTo; n += 1) {
        const answer = await send(killed.plan, n);
        const told = killed.acknowledged.get(n);
        if (told) expect(answer).toMatchObject({ kind: 'repeated', ...told });
        expect(await send(killed.plan, n)).toEqual({ ...answer, kind: 'repeated' });
      }
      await reckon();
    });

    it('continues subscriptions and writers through restarts and a crash, without loss or repeat', async () => {
      follow(
        Follower.subscribed(store, 'everything'),
        Follower.subscribed(store, purses, { batchSize: 5 }),
        Follower.subscribed(open(), 'everything', { batchSize: 50 }),
      );
      const some = ['ann', 'bob'].map((writer) => spawnWriter(writer, 400));
      for (const [outage, told] of [
        [() => ledger.stop(), 60],
        [() => ledger.kill(), 160],
        [() => ledger.kill(), 240],
      ] as const) {
        await Promise.all(some.map((writer) => writer.untilAcknowledged(told)));
        await outage();
        await ledger.start();
      }
      await Promise.all(some.map((writer) => writer.untilDone()));
      await reckon();
    });

    it('sends appends again that were in flight when the server stopped, and stores each once', async () => {
      const plan = planOf('patient', 300);
      const first = await send(plan, 0);
      const answers = Array.from({ length: 300 }, (_, n) => send(plan, n));
      const restarted = ledger.stop().then(() => ledger.start());
      const settled = await Promise.allSettled(answers);
      await restarted;
      expect(settled.filter(({ status }) => status === 'rejected')).toEqual([]);
      expect(first.kind).toBe('appended');
      const events = await allOf(store, 'everything');
      expectInOrder(store, events);
      expect(new Set(events.map(({ metadata }) => metadata.commandId)).size).toBe(300);
    });

    it('says after a while that it cannot be reached, and takes the same commands when it is back', async () => {
      const plan = planOf('hasty', 40);
      const hasty = open({ appendTimeoutMs: ENOUGH_MS });
      await send(plan, 0);
      await ledger.stop();
      const settled = await Promise.allSettled(Array.from({ length: 40 }, (_, n) => send(plan, n, hasty)));
      for (const one of settled) expect(one).toMatchObject({ reason: expect.any(UnavailableError) });
      await expect(hasty.readAll('everything', 'start', 1)).rejects.toThrow(UnavailableError);
      await expect(hasty.head()).rejects.toThrow(UnavailableError);
      await ledger.start();
      for (let n = 0; n < 40; n += 1) await untilTaken(() => send(plan, n, hasty));
      const events = await allOf(store, 'everything');
      expectInOrder(store, events);
      expect(new Set(events.map(({ metadata }) => metadata.commandId)).size).toBe(40);
    });

    it('refuses a cursor of another epoch, or ahead of the ledger, and stops who follows under one', async () => {
      const plan = planOf('early', 3);
      await send(plan, 0);
      const before = await store.head();
      const { epoch, position } = placeOf(before);
      const ahead = cursorOf({ epoch, position: position + 1000n });
      await expect(store.readAll('everything', ahead, 10)).rejects.toThrow(ForeignEpochError);

      const following = Follower.subscribed(store, 'everything');
      follow(following);
      await following.until(before);
      await ledger.beginEpoch();
      await expect(following.untilBroken()).rejects.toThrow(ForeignEpochError);
      for (const filter of ['everything', purses, { stream: commandOf(plan, 0).stream }] as const) {
        await expect(store.readAll(filter, before, 10)).rejects.toThrow(ForeignEpochError);
        const late = Follower.subscribed(store, filter, { after: before });
        await expect(late.untilBroken()).rejects.toThrow(ForeignEpochError);
      }
      expect(() => store.compare('before.1' as typeof before, 'after.1' as typeof before)).toThrow(ForeignEpochError);
    });

    it('answers a command of the epoch before with its place in this one', async () => {
      const plan = planOf('early', 1);
      const first = await send(plan, 0);
      await ledger.beginEpoch();
      const again = await send(plan, 0);
      expect(again).toEqual({ ...first, kind: 'repeated', cursor: expect.any(String) });
      const { cursor } = again as Extract<typeof again, { kind: 'repeated' }>;
      expect(store.compare(cursor, await store.head())).toBe(0);
    });
  });
}

/** Sends it again where the machine was too busy for the little time that it was given. */
async function untilTaken(send: () => Promise<AppendResult>): Promise<void> {
  for (;;) {
    try {
      expect(['appended', 'repeated']).toContain((await send()).kind);
      return;
    } catch (error) {
      if (!(error instanceof BusyError || error instanceof UnavailableError)) throw error;
    }
  }
}
