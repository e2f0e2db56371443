import { SupersededConsumerError } from '@ledgerdesk/messaging';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeskLedger } from '../desk-ledger.ts';
import { EffectsDatabase, StoringConsumer, type StoringConsumerOptions } from './effects-database.ts';
import type { FeedBench, MakeFeedBench, WatchedFeed } from './feed-bench.ts';

/** What every feed promises its consumers, whichever way the events come. */
export function feedConformance(name: string, makeBench: MakeFeedBench): void {
  describe(`Every feed, here ${name},`, () => {
    let bench: FeedBench;
    let desk: DeskLedger;
    let database: EffectsDatabase;
    const running: WatchedFeed[] = [];

    beforeEach(async () => {
      bench = await makeBench();
      desk = new DeskLedger(bench.eventStore);
      database = new EffectsDatabase();
    });
    afterEach(async () => {
      await Promise.all(running.splice(0).map((feed) => feed.stop()));
      await bench.stop();
    });

    const started = async (...consumers: StoringConsumer[]): Promise<WatchedFeed> => {
      const told = () => database.changed();
      const feed = bench.feed({ warn: told, error: told, debug: told });
      running.push(feed);
      for (const consumer of consumers) feed.subscribe(consumer);
      await feed.start();
      return feed;
    };
    const consumerOf = (options: Partial<StoringConsumerOptions> = {}, stored = database) =>
      new StoringConsumer(stored, { name: 'one', ...options });

    /** A number of tickets and teams have so many events each, one after the other. */
    const speak = async (aggregates: number, times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1) {
        for (let n = 0; n < aggregates; n += 1) {
          await desk.take(`t${n}`, 'anna');
          await desk.join(`a${n}`, 'anna');
        }
      }
      await bench.publish();
    };
    /** Each event of those once, in the order of its aggregate. */
    const once = (aggregates: number, times: number) =>
      Object.fromEntries(
        Array.from({ length: aggregates }, (_, n) => [`ticket t${n}`, `team a${n}`])
          .flat()
          .map((aggregate) => [aggregate, Array.from({ length: times }, (_, sequence) => sequence)]),
      );

    it('brings each aggregate’s events in their order, and nothing private', async () => {
      const consumer = consumerOf();
      await started(consumer);
      await desk.claim('a name');
      await speak(6, 5);

      await database.untilStored(60);
      expect(database.byAggregate).toEqual(once(6, 5));
      for (const { positions, position, events } of consumer.batches) {
        expect(positions).toHaveLength(events.length);
        expect(positions.at(-1)! <= position).toBe(true);
      }
    });

    it('brings the topics that a consumer hears, and no other', async () => {
      await started(consumerOf({ topics: ['team'] }));
      await speak(3, 2);

      await database.untilStored(6);
      expect(Object.keys(database.byAggregate).sort()).toEqual(['team a0', 'team a1', 'team a2']);
    });

    it('brings a new consumer all that there ever was, from the beginning', async () => {
      await speak(4, 3);
      await started(consumerOf());

      await database.untilStored(24);
      expect(database.byAggregate).toEqual(once(4, 3));
    });

    it('goes on after a restart where the consumer’s own checkpoints stand', async () => {
      const feed = await started(consumerOf());
      await speak(4, 2);
      await database.untilStored(16);
      await feed.stop();
      await speak(4, 2);

      const restarted = consumerOf();
      await started(restarted);
      await database.untilStored(32);
      expect(database.byAggregate).toEqual(once(4, 4));
      expect(restarted.batches.flatMap(({ events }) => events)).toHaveLength(16);
    });

    it('brings again what comes after a checkpoint that was taken back', async () => {
      const feed = await started(consumerOf());
      await speak(3, 2);
      await database.untilStored(12);
      const [before, effects] = [new Map(database.checkpoints), [...database.effects]];
      await speak(3, 1);
      await database.untilStored(18);
      await feed.stop();

      database.checkpoints.clear();
      for (const [source, checkpoint] of before) database.checkpoints.set(source, checkpoint);
      database.effects.splice(0, Infinity, ...effects);
      await started(consumerOf());
      await database.untilStored(18);
      expect(database.byAggregate).toEqual(once(3, 3));
    });

    it.each([new TypeError('not a function'), new RangeError('too far'), 'a text', undefined])(
      'brings the same events again where a consumer throws %p, and the consumer lives on',
      async (thrown) => {
        let failures = 0;
        const before = (): void => {
          failures += 1;
          if (failures <= 3) throw thrown;
        };
        const feed = await started(consumerOf({ before }));
        await speak(1, 1);
        await database.untilStored(2);
        await speak(1, 1);

        await database.untilStored(4);
        expect(database.byAggregate).toEqual(once(1, 2));
        expect(feed.health()).toMatchObject([{ consumer: 'one', stopped: false }]);
      },
    );

    it('tells why a consumer fails for as long as it does, and holds nobody else back', async () => {
      let broken = true;
      const before = (): void => {
        if (broken) throw new Error('the disk is full');
      };
      const other = new EffectsDatabase();
      const feed = await started(consumerOf({ before }), consumerOf({ name: 'other' }, other));
      await speak(2, 2);
      await other.untilStored(8);
      await database.until(() => feed.health()[0]!.fault !== undefined);
      expect(feed.health()).toMatchObject([{ fault: 'the disk is full', stopped: false }, { stopped: false }]);
      expect(database.effects).toEqual([]);

      broken = false;
      await database.untilStored(8);
      expect(database.byAggregate).toEqual(once(2, 2));
      await untilHealthy(feed);
    });

    it('has each effect once where the consumer dies after its effect and before its answer', async () => {
      let deaths = 0;
      const after = (): void => {
        deaths += 1;
        if (deaths % 2 === 1) throw new Error('killed after the effect');
      };
      await started(consumerOf({ after, batchSize: 2 }));
      await speak(3, 4);

      await database.untilStored(24);
      expect(database.byAggregate).toEqual(once(3, 4));
    });

    it('has each effect once where events were published twice', async () => {
      await started(consumerOf({ batchSize: 3 }));
      await speak(3, 2);
      await bench.repeat();
      await speak(3, 2);
      await bench.repeat();
      await speak(3, 1);

      await database.untilStored(30);
      expect(database.byAggregate).toEqual(once(3, 5));
    });

    it('has each effect once where the consumer starts among what was published twice', async () => {
      const feed = await started(consumerOf());
      await speak(3, 2);
      await database.untilStored(12);
      await feed.stop();
      await bench.repeat();
      await speak(3, 1);
      await bench.repeat();

      await started(consumerOf());
      await database.untilStored(18);
      await speak(3, 1);
      await database.untilStored(24);
      expect(database.byAggregate).toEqual(once(3, 4));
    });

    it('finishes the batch that was taken before it stops, and brings no other', async () => {
      let taken = (): void => undefined;
      const first = new Promise<void>((resolve) => void (taken = resolve));
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => void (release = resolve));
      const consumer = consumerOf({
        batchSize: 1,
        before: () => {
          taken();
          return held;
        },
      });
      const feed = await started(consumer);
      await speak(2, 3);
      await first;
      const stopped = feed.stop();
      release();
      await stopped;
      const { length } = database.effects;
      expect(length).toBeGreaterThan(0);
      await speak(2, 1);
      expect(database.effects).toHaveLength(length);

      await started(consumerOf());
      await database.untilStored(16);
      expect(database.byAggregate).toEqual(once(2, 4));
    });

    it('starts again after it was stopped', async () => {
      const feed = await started(consumerOf());
      await speak(1, 1);
      await database.untilStored(2);
      await feed.stop();
      await feed.start();
      await speak(1, 1);
      await database.untilStored(4);
      expect(database.byAggregate).toEqual(once(1, 2));
    });

    it('stops a consumer whose checkpoint is of another ledger, with the fault that names the repair', async () => {
      await speak(2, 1);
      await started(consumerOf());
      await database.untilStored(4);
      await running.pop()!.stop();
      const [source] = database.checkpoints.keys();
      database.checkpoints.set(source!, { epoch: 'another', position: 1n });

      const feed = await started(consumerOf());
      await database.until(() => feed.health()[0]!.stopped);
      expect(feed.health()[0]!.fault).toContain('ledgerdesk restored');
      await speak(2, 1);
      expect(database.effects).toHaveLength(4);
    });

    it('stops a running consumer where a backup is restored under it, and writes nothing more', async () => {
      const feed = await started(consumerOf());
      await speak(2, 1);
      await database.untilStored(4);
      bench.eventStore.ledger.beginEpoch();

      await database.until(() => feed.health()[0]!.stopped);
      expect(feed.health()[0]!.fault).toContain('a backup was restored');
      expect(database.effects).toHaveLength(4);
    });

    it('stops a consumer that a newer program has superseded, and asks it nothing more', async () => {
      const superseded = consumerOf({
        before: () => {
          throw new SupersededConsumerError('a newer program has taken over');
        },
      });
      const feed = await started(superseded);
      await speak(1, 1);
      await database.until(() => feed.health()[0]!.stopped);
      expect(feed.health()).toMatchObject([{ fault: 'a newer program has taken over', stopped: true }]);
      const { asked } = superseded;
      await feed.stop();
      expect(superseded.asked).toBe(asked);
    });

    it('refuses two consumers of one name, for they would share a checkpoint', async () => {
      await expect(started(consumerOf(), consumerOf())).rejects.toThrow('Two consumers are named one');
    });
  });
}

/** A fault is gone when the batch after it was taken, of which the database hears a moment earlier. */
async function untilHealthy(feed: WatchedFeed): Promise<void> {
  while (feed.health().some(({ fault }) => fault !== undefined)) await sleep(5);
}
