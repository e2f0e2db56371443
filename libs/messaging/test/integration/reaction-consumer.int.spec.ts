import { InMemoryEventStore } from '@ledgerdesk/event-store';
import {
  consumerMigrations,
  LedgerFeed,
  ReactionConsumer,
  SecondOwnerError,
  type FeedEvent,
} from '@ledgerdesk/messaging';
import { migrate } from '@ledgerdesk/postgres';
import { FeedHistory, startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import pg from 'pg';
import { DeskLedger, published } from '../support/desk-ledger.ts';

type Handle = (event: FeedEvent<'team'>) => Promise<void>;

describe('A reaction', () => {
  let postgres: TestPostgres;
  let database: pg.Pool;

  beforeAll(async () => {
    postgres = await startPostgres();
    const url = await postgres.createDatabase('read');
    await migrate(url, { schema: 'spec', migrations: consumerMigrations, oldestProgram: 1 });
    database = new pg.Pool({ connectionString: url, options: '-c search_path=spec', pipeline: true });
    database.on('error', () => undefined);
  });
  beforeEach(() => database.query('TRUNCATE consumer_checkpoint'));
  afterAll(async () => {
    await database.end();
    await postgres.stop();
  });

  const reactionOf = (handle: Handle, concurrency?: number) =>
    new ReactionConsumer({
      name: 'spec.react',
      topics: ['team'],
      database,
      handle,
      ...(concurrency && { concurrency }),
    });
  const batchOf = (events: readonly FeedEvent[], position: bigint) => ({
    source: 'ledger',
    epoch: 'e1',
    events,
    position,
    positions: events.map(() => position),
  });
  const checkpoint = () => reactionOf(() => Promise.resolve()).checkpoint('ledger');
  function aHistory(teams: number, joins: number): readonly FeedEvent[] {
    const history = new FeedHistory();
    const aggregates = Array.from({ length: teams }, (_, n) => history.aggregate('team', `tea_${n}`));
    for (let n = 0; n < joins; n += 1) {
      for (const team of aggregates) team.says({ $case: 'teamJoined', value: { personId: `psn_${n}` } });
    }
    return history.events;
  }

  it('happens to several aggregates at once, and to one in its order', async () => {
    const done = new Map<string, number[]>();
    let [running, most] = [0, 0];
    const reaction = reactionOf(async ({ subject, sequence }) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      done.set(subject, [...(done.get(subject) ?? []), sequence]);
    }, 3);
    await reaction.checkpoint('ledger');
    await reaction.handle(batchOf(aHistory(7, 4), 28n));

    expect(most).toBe(3);
    expect([...done.values()]).toEqual(Array.from({ length: 7 }, () => [0, 1, 2, 3]));
  });

  it('has its checkpoint moved when all of a batch has happened', async () => {
    const reaction = reactionOf(async () => expect(await checkpoint()).toBeUndefined());
    await reaction.checkpoint('ledger');
    await reaction.handle(batchOf(aHistory(2, 1), 2n));
    expect(await checkpoint()).toEqual({ epoch: 'e1', position: 2n });

    await reaction.handle(batchOf([], 9n));
    expect(await checkpoint()).toEqual({ epoch: 'e1', position: 9n });
  });

  it('leaves its checkpoint where it was when one event fails, and takes no more events then', async () => {
    const handled: string[] = [];
    const reaction = reactionOf(({ subject, sequence }) => {
      handled.push(`${subject}/${sequence}`);
      // Not even a promise.
      throw new TypeError('not a function');
    }, 1);
    await reaction.checkpoint('ledger');
    await expect(reaction.handle(batchOf(aHistory(2, 2), 4n))).rejects.toThrow('not a function');
    expect(handled).toEqual(['tea_0/0']);
    expect(await checkpoint()).toBeUndefined();
  });

  it('finds out that another process moved its checkpoint', async () => {
    const [one, two] = [reactionOf(() => Promise.resolve()), reactionOf(() => Promise.resolve())];
    for (const each of [one, two]) await each.checkpoint('ledger');
    await one.handle(batchOf([], 5n));
    await expect(two.handle(batchOf([], 3n))).rejects.toThrow(SecondOwnerError);
    expect(await two.checkpoint('ledger')).toEqual({ epoch: 'e1', position: 5n });

    await two.handle(batchOf([], 6n));
    await expect(one.handle(batchOf([], 7n))).rejects.toThrow(SecondOwnerError);
    expect(await checkpoint()).toEqual({ epoch: 'e1', position: 6n });
  });

  it('goes on after a restart where its checkpoint stands', async () => {
    const eventStore = new InMemoryEventStore();
    const ledger = new DeskLedger(eventStore);
    const logger = { warn: () => undefined, error: () => undefined } as never;
    const run = async (until: string): Promise<readonly string[]> => {
      const handled: string[] = [];
      const feed = new LedgerFeed({ eventStore, published, logger, backOff: { firstMs: 1, longestMs: 1 } });
      await new Promise<void>((resolve) => {
        feed.subscribe(
          reactionOf(async ({ subject }) => {
            handled.push(subject);
            if (subject === until) resolve();
          }),
        );
        void feed.start();
      });
      await feed.stop();
      return handled;
    };
    for (const team of ['a', 'b']) await ledger.join(team, 'anna');
    expect(await run('b')).toEqual(['a', 'b']);
    for (const team of ['c', 'd']) await ledger.join(team, 'anna');
    expect(await run('d')).toEqual(['c', 'd']);
  });
});
