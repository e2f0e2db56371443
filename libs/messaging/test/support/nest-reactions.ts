import { UnavailableError } from '@ledgerdesk/event-store';
import { FeedServer, ParkedKeys, type HeardEvent } from '@ledgerdesk/messaging';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import {
  Catch,
  UseFilters,
  UseGuards,
  UseInterceptors,
  type ExecutionContext,
  type INestMicroservice,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import 'reflect-metadata';
import { concat, defer, of, timer } from 'rxjs';
import { DeskLedger } from './desk-ledger.ts';
import type { FeedBench, MakeFeedBench } from './feed-conformance/feed-bench.ts';
import { CONSUMER, reactionThat, writingReaction, type Surroundings } from './nest-reaction-classes.ts';
import { quiet } from './quiet.ts';
import { consumerDatabase, emptied } from './consumer-database.ts';

type TeamJoined = HeardEvent<'team', 'teamJoined'>;
type Handle = (event: TeamJoined) => unknown;

/** What a method with `@OnEvent` is promised, whichever feed its events come from. */
export function nestReactions(name: string, makeBench: MakeFeedBench): void {
  describe(`A method of a Nest controller that hears events ${name},`, () => {
    let postgres: TestPostgres;
    let database: pg.Pool;
    let bench: FeedBench;
    let desk: DeskLedger;
    let app: INestMicroservice | undefined;
    const handled: string[] = [];
    /** Whether one team's events are poison. */
    let ill = true;

    beforeAll(async () => {
      postgres = await startPostgres();
      database = await consumerDatabase(postgres);
      await database.query('CREATE TABLE joined (team text, sequence integer)');
    });
    beforeEach(async () => {
      await emptied(database);
      await database.query('TRUNCATE joined');
      bench = await makeBench();
      desk = new DeskLedger(bench.eventStore);
      handled.length = 0;
      ill = true;
    });
    afterEach(async () => {
      await app?.close();
      app = undefined;
      await bench.stop();
    });
    afterAll(async () => {
      await database.end();
      await postgres.stop();
    });

    const start = async (...controllers: Type[]): Promise<void> => {
      const ground = { database, logger: quiet, backOff: { firstMs: 5, longestMs: 20 } };
      const strategy = new FeedServer({ feed: bench.feed(quiet), services: { spec: ground } });
      const module = { module: class Spec {}, controllers };
      app = await NestFactory.createMicroservice(module, { strategy, logger: false, abortOnError: false });
      await app.listen();
    };
    const speak = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1) for (const team of ['a', 'b', 'c']) await desk.join(team, 'anna');
      await bench.publish();
    };
    const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
      while (!(await condition())) await sleep(5);
    };
    const parked = () => new ParkedKeys(CONSUMER).list(database, 10);
    const note = ({ subject, sequence }: TeamJoined): void => void handled.push(`${subject}${sequence}`);
    const doneOf = (team: string): readonly string[] => handled.filter((one) => one.startsWith(team));
    const fall = (event: TeamJoined): void => {
      if (ill && event.subject === 'b') throw new TypeError('not a function');
    };

    it('is given what it hears, in order, and nothing else of the topic', async () => {
      const heard: TeamJoined[] = [];
      await start(
        reactionThat((event) => {
          heard.push(event);
          note(event);
        }),
      );
      await desk.audit('a');
      await speak(2);
      await until(() => handled.length === 6);
      expect(doneOf('a')).toEqual(['a1', 'a2']);
      expect(doneOf('b')).toEqual(['b0', 'b1']);
      expect(heard[0]!.message.message).toEqual({ $case: 'teamJoined', value: { personId: 'anna' } });
    });

    it('goes on after a restart of the application where it stood', async () => {
      await start(reactionThat(note));
      await speak(1);
      await until(() => handled.length === 3);
      await app!.close();
      await speak(1);
      await start(reactionThat(note));
      await until(() => handled.length === 6);
      expect(handled.toSorted()).toEqual(['a0', 'a1', 'b0', 'b1', 'c0', 'c1']);
    });

    it('has done what it does when the observable that it answers with has ended', async () => {
      await start(
        reactionThat((event) =>
          concat(
            of('begun'),
            timer(5),
            defer(() => of(note(event))),
          ),
        ),
      );
      await speak(2);
      await until(() => handled.length === 6);
      expect(doneOf('b')).toEqual(['b0', 'b1']);
    });

    const gets = (context: ExecutionContext): TeamJoined => context.switchToRpc().getData();
    const failing: readonly (Surroundings & { readonly where: string; readonly handle: Handle })[] = [
      { where: 'it throws', handle: (event) => (fall(event), note(event)) },
      {
        where: 'it rejects',
        handle: (event) =>
          Promise.resolve(event)
            .then(fall)
            .then(() => note(event)),
      },
      {
        where: 'the observable that it answers with fails at its end',
        handle: (event) =>
          concat(
            of(1),
            defer(() => (fall(event), of(note(event)))),
          ),
      },
      {
        where: 'a pipe before it throws',
        handle: note,
        pipes: [{ transform: (event: TeamJoined) => (fall(event), event) }],
      },
      {
        where: 'a guard before it throws',
        handle: note,
        around: UseGuards({ canActivate: (context) => (fall(gets(context)), true) }),
      },
      {
        where: 'an interceptor around it throws',
        handle: note,
        around: UseInterceptors({ intercept: (context, next) => (fall(gets(context)), next.handle()) }),
      },
      {
        where: 'a filter around it throws',
        handle(event) {
          if (ill && event.subject === 'b') throw new Error('for the filter');
          note(event);
        },
        around: UseFilters(new FallingFilter()),
      },
    ];

    it.each(failing)('has an aggregate parked where $where, and goes on with it when it is well', async (one) => {
      await start(reactionThat(one.handle, one));
      await speak(3);
      await until(() => handled.length === 6);
      await until(async () => (await parked())[0]?.waiting === 3 && (await parked())[0]!.attempts > 1);
      expect(doneOf('b')).toEqual([]);
      expect(await parked()).toMatchObject([{ error: 'not a function' }]);

      ill = false;
      await until(async () => (await parked()).length === 0);
      expect(doneOf('b')).toEqual(['b0', 'b1', 'b2']);
    });

    it('has an aggregate parked where a guard does not let its event in', async () => {
      const canActivate = (context: ExecutionContext) => gets(context).subject !== 'b';
      await start(reactionThat(note, { around: UseGuards({ canActivate }) }));
      await speak(1);
      await until(async () => (await parked()).length === 1);
      expect(await parked()).toMatchObject([{ error: 'Forbidden resource' }]);
    });

    it('is given the same events again where nothing could happen now, and parks nothing', async () => {
      let away = 3;
      await start(
        reactionThat((event) => {
          if (away-- > 0) throw new UnavailableError('The ledger is away');
          note(event);
        }),
      );
      await speak(1);
      await until(() => ['a0', 'b0', 'c0'].every((one) => handled.includes(one)));
      expect(await parked()).toEqual([]);
    });

    it('writes once what it writes by the transaction that moves its checkpoint, and nothing where it fails', async () => {
      let deaths = 2;
      await start(
        writingReaction((event) => {
          // After it has written: the whole batch, then one aggregate.
          if (deaths-- > 0) throw new UnavailableError('The ledger is away');
          fall(event);
        }),
      );
      await speak(3);
      const written = async (team: string): Promise<readonly number[]> => {
        const { rows } = await database.query<{ sequence: number }>('SELECT sequence FROM joined WHERE team = $1', [
          team,
        ]);
        return rows.map(({ sequence }) => sequence);
      };
      await until(async () => (await parked())[0]?.waiting === 3 && (await parked())[0]!.attempts > 1);
      // Each may lie in a partition of its own, and which of them waited for the ledger is not known.
      await until(async () => (await written('a')).length >= 3 && (await written('c')).length >= 3);
      expect(await written('a')).toEqual([0, 1, 2]);
      expect(await written('c')).toEqual([0, 1, 2]);
      expect(await written('b')).toEqual([]);

      ill = false;
      await until(async () => (await parked()).length === 0);
      expect(await written('b')).toEqual([0, 1, 2]);
    });
  });
}

@Catch()
class FallingFilter {
  catch(): never {
    throw new TypeError('not a function');
  }
}
