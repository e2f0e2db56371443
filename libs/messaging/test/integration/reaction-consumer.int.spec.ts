import { InMemoryEventStore, UnavailableError } from '@ledgerdesk/event-store';
import {
  actsIn,
  itemsOf,
  LedgerFeed,
  ParkedKeys,
  passedOverIn,
  ReactionConsumer,
  retryParked,
  SecondOwnerError,
  skipParked,
  type BrokenRecord,
  type FeedEvent,
  type PassedOver,
} from '@ledgerdesk/messaging';
import { FeedHistory, SOME_TENANT, startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { DeskLedger, published } from '../support/desk-ledger.ts';
import { quiet } from '../support/quiet.ts';
import { consumerDatabase, emptied } from '../support/consumer-database.ts';

const silent = quiet;

type Handle = (event: FeedEvent<'team'>) => Promise<void>;

describe('A reaction', () => {
  let postgres: TestPostgres;
  let database: pg.Pool;

  beforeAll(async () => {
    postgres = await startPostgres();
    database = await consumerDatabase(postgres);
  });
  beforeEach(() => emptied(database));
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
      logger: silent,
      backOff: { firstMs: 5, longestMs: 20 },
      ...(concurrency && { concurrency }),
    });
  const batchOf = (events: readonly FeedEvent[], position: bigint) => ({
    source: 'ledger',
    epoch: 'e1',
    events,
    position,
    positions: events.map((_, at) => position - BigInt(events.length - 1 - at)),
  });
  const parked = () => new ParkedKeys('spec.react').list(database, 10);
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

  describe('whose effect is in the database', () => {
    type Write = (event: FeedEvent<'team'>, transaction?: pg.ClientBase) => Promise<void>;
    const writing = async (handle: Write) => {
      const reaction = new ReactionConsumer({
        name: 'spec.react',
        topics: ['team'],
        database,
        handle,
        within: 'transaction',
        logger: silent,
        backOff: { firstMs: 5, longestMs: 20 },
      });
      await reaction.checkpoint('ledger');
      return reaction;
    };

    it('outlives a connection that is lost between two statements of its transaction, and goes on over another', async () => {
      let lost = false;
      const reaction = await writing(async (_, transaction) => {
        if (lost) return;
        lost = true;
        const { rows } = await transaction!.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        const ended = new Promise<void>((resolve) => void transaction!.once('end', resolve));
        await postgres.query(`SELECT pg_terminate_backend(${rows[0]!.pid})`);
        await ended;
      });
      await expect(reaction.handle(batchOf(aHistory(1, 1), 1n))).rejects.toThrow('not queryable');
      expect(await checkpoint()).toBeUndefined();
      await reaction.handle(batchOf(aHistory(1, 1), 1n));
      expect(await checkpoint()).toEqual({ epoch: 'e1', position: 1n });
      expect(await parked()).toEqual([]);
    });
  });

  it('leaves its checkpoint where it was while nothing could happen, and takes no more events then', async () => {
    const handled: string[] = [];
    const reaction = reactionOf(({ subject, sequence }) => {
      handled.push(`${subject}/${sequence}`);
      return Promise.reject(new UnavailableError('The ledger is away'));
    }, 1);
    await reaction.checkpoint('ledger');
    await expect(reaction.handle(batchOf(aHistory(2, 2), 4n))).rejects.toThrow('away');
    expect(handled).toEqual(['tea_0/0']);
    expect(await checkpoint()).toBeUndefined();
    expect(await parked()).toEqual([]);
  });

  it('parks an aggregate that it cannot go on with, and goes on with its neighbours', async () => {
    const handled: string[] = [];
    const poisoned: Handle = ({ subject, sequence }) => {
      // Not even a promise.
      if (subject === 'tea_1' && sequence === 1) throw new TypeError('not a function');
      handled.push(`${subject}/${sequence}`);
      return Promise.resolve();
    };
    const history = aHistory(3, 4);
    const reaction = reactionOf(poisoned);
    await reaction.checkpoint('ledger');
    await reaction.handle(batchOf(history.slice(0, 6), 6n));
    await reaction.handle(batchOf(history.slice(6), 12n));

    const all = (team: string): string[] => [0, 1, 2, 3].map((n) => `${team}/${n}`);
    expect(handled.toSorted()).toEqual([...all('tea_0'), 'tea_1/0', ...all('tea_2')]);
    expect(await checkpoint()).toEqual({ epoch: 'e1', position: 12n });
    expect(await parked()).toMatchObject([{ waiting: 3, error: 'not a function' }]);
  });

  it('tries what is parked again, in its order, until it happens; then the aggregate is free', async () => {
    const handled: string[] = [];
    let cured = false;
    const reaction = reactionOf(({ subject, sequence }) => {
      if (subject === 'tea_1' && !cured) return Promise.reject(new Error('poison'));
      handled.push(`${subject}/${sequence}`);
      return Promise.resolve();
    });
    const history = aHistory(2, 5);
    await reaction.checkpoint('ledger');
    await reaction.handle(batchOf(history.slice(0, 8), 8n));
    const stopping = new AbortController();
    const end = reaction.meanwhile(stopping.signal);
    while (((await parked())[0]?.attempts ?? 0) < 3) await sleep(5);
    expect(handled.filter((one) => one.startsWith('tea_1'))).toEqual([]);
    cured = true;
    await reaction.handle(batchOf(history.slice(8), 10n));
    while ((await parked()).length > 0) await sleep(5);
    stopping.abort();
    await end;
    expect(handled.filter((one) => one.startsWith('tea_1'))).toEqual([0, 1, 2, 3, 4].map((n) => `tea_1/${n}`));
    expect((await database.query('SELECT FROM parked_event')).rowCount).toBe(0);
  });

  it('counts no tries while what it needs is away, and goes on soon when that is back', async () => {
    let [state, tries]: ['poisoned' | 'away' | 'well', number] = ['poisoned', 0];
    const reaction = reactionOf(() => {
      tries += 1;
      if (state === 'well') return Promise.resolve();
      return Promise.reject(state === 'away' ? new UnavailableError('The ledger is away') : new Error('poison'));
    });
    await reaction.checkpoint('ledger');
    await reaction.handle(batchOf(aHistory(1, 1), 1n));
    [state, tries] = ['away', 0];
    const stopping = new AbortController();
    const end = reaction.meanwhile(stopping.signal);
    while (tries < 6) await sleep(5);
    expect((await parked())[0]!.attempts).toBeLessThanOrEqual(1);
    state = 'well';
    while ((await parked()).length > 0) await sleep(5);
    stopping.abort();
    await end;
  });

  it('parks nothing where the checkpoint was another’s to move', async () => {
    const [one, two] = [reactionOf(() => Promise.resolve()), reactionOf(() => Promise.reject(new Error('poison')))];
    for (const each of [one, two]) await each.checkpoint('ledger');
    await one.handle(batchOf([], 5n));
    await expect(two.handle(batchOf(aHistory(1, 1), 3n))).rejects.toThrow(SecondOwnerError);
    expect(await parked()).toEqual([]);
  });

  it('is tried at once after a start: a fixed program may be able to', async () => {
    const broken = reactionOf(() => Promise.reject(new Error('poison')));
    await broken.checkpoint('ledger');
    await broken.handle(batchOf(aHistory(1, 2), 2n));
    await database.query(`UPDATE parked_key SET next_at = now() + interval '1 hour'`);
    const handled: number[] = [];
    const fixed = reactionOf(({ sequence }) => {
      handled.push(sequence);
      return Promise.resolve();
    });
    const stopping = new AbortController();
    const end = fixed.meanwhile(stopping.signal);
    while ((await parked()).length > 0) await sleep(5);
    stopping.abort();
    await end;
    expect(handled).toEqual([0, 1]);
  });

  describe('that hears a broken record', () => {
    const broken = (offset: bigint, of: Partial<BrokenRecord> = {}): BrokenRecord => ({
      topic: 'team',
      aggregate: { tenant: SOME_TENANT, subject: 'tea_1' },
      place: { topic: 'ledgerdesk.team.1', partition: 3, offset },
      key: Buffer.from(`${SOME_TENANT}.tea_1`),
      value: Buffer.from([0, 1, 0xff]),
      headers: { 'content-type': Buffer.from('application/avro'), twice: [Buffer.from('a'), Buffer.from('b')] },
      reason: 'A record cannot be read: \0',
      ...of,
    });
    const listening = async () => {
      const handled: string[] = [];
      const reaction = reactionOf(({ subject, sequence }) => {
        handled.push(`${subject}/${sequence}`);
        return Promise.resolve();
      });
      await reaction.checkpoint('ledger');
      return { reaction, handled };
    };

    it('parks it with its bytes, and behind it what follows of its aggregate; the others flow', async () => {
      const { reaction, handled } = await listening();
      const history = aHistory(3, 2);
      await reaction.handle(batchOf(history.slice(0, 3), 3n));
      await reaction.handle({ ...batchOf(history.slice(3), 6n), broken: [broken(7n)] });

      expect(handled.toSorted()).toEqual(['tea_0/0', 'tea_0/1', 'tea_1/0', 'tea_2/0', 'tea_2/1']);
      const [key] = await parked();
      expect(key).toMatchObject({ waiting: 2, key: `team/${SOME_TENANT}/tea_1` });
      const [record, event] = await itemsOf(database, key!, 10);
      const { topic, place, key: itsKey, value, headers } = broken(7n);
      expect(record!.record).toMatchObject({ topic, place, key: itsKey, value, headers, epoch: 'e1' });
      expect(JSON.parse(event!.event!)).toMatchObject({ subject: 'tea_1', position: '5' });
      expect(await checkpoint()).toEqual({ epoch: 'e1', position: 6n });
    });

    it('parks it by itself where nobody knows whose it is, also before the first event of all', async () => {
      const { reaction, handled } = await listening();
      const { aggregate: _, ...nobodys } = broken(0n, { key: null });
      await reaction.handle({ ...batchOf([], -1n), broken: [nobodys] });
      await reaction.handle(batchOf(aHistory(2, 1), 2n));
      expect(handled).toHaveLength(2);
      expect(await parked()).toMatchObject([{ key: 'team/?/3@0', waiting: 1 }]);
    });

    it('parks it once, however often it comes: also where it was skipped since', async () => {
      const { reaction, handled } = await listening();
      for (const position of [1n, 2n]) await reaction.handle({ ...batchOf([], position), broken: [broken(7n)] });
      expect(await parked()).toMatchObject([{ waiting: 1 }]);
      await acting((client) =>
        skipParked(client, { consumer: 'spec.react', key: `team/${SOME_TENANT}/tea_1`, by: 'anna', reason: 'garbage' }),
      );
      await reaction.handle({ ...batchOf(aHistory(2, 1), 4n), broken: [broken(7n)] });
      expect(await parked()).toEqual([]);
      expect(handled).toHaveLength(2);
    });

    it('takes another that lies at the same place for another: the topic was made anew', async () => {
      const { reaction } = await listening();
      await reaction.handle({ ...batchOf([], 1n), broken: [broken(7n)] });
      await reaction.handle({ ...batchOf([], 2n), broken: [broken(7n, { value: null })] });
      expect(await parked()).toMatchObject([{ waiting: 2 }]);
    });
  });

  describe('about whose parked key an operator does something', () => {
    const key = `team/${SOME_TENANT}/tea_0`;
    const act = { consumer: 'spec.react', key, by: 'anna@desk' };
    const poisonedAt = async (...sequences: readonly number[]) => {
      const handled: number[] = [];
      const reaction = reactionOf(({ sequence }) => {
        if (sequences.includes(sequence)) return Promise.reject(new Error('poison'));
        handled.push(sequence);
        return Promise.resolve();
      });
      await reaction.checkpoint('ledger');
      await reaction.handle(batchOf(aHistory(1, 4), 4n));
      return { reaction, handled };
    };

    it('goes on behind the event that was skipped, which stays in the record of acts with who did it and why', async () => {
      const { reaction, handled } = await poisonedAt(1);
      await database.query(`UPDATE parked_key SET next_at = now() + interval '1 hour'`);
      const skipped = await acting((client) => skipParked(client, { ...act, reason: 'a test' }));
      expect(JSON.parse(skipped!.event!)).toMatchObject({ sequence: '0000000001' });
      const stopping = new AbortController();
      const end = reaction.meanwhile(stopping.signal);
      while ((await parked()).length > 0) await sleep(5);
      stopping.abort();
      await end;

      expect(handled).toEqual([0, 2, 3]);
      const [recorded] = await actsIn(database, { key, limit: 1 });
      expect(recorded).toMatchObject({
        ...act,
        act: 'skip',
        reason: 'a test',
        error: 'poison',
        skipped: skipped!.event,
      });
    });

    it('is free where the last was skipped, also while no program runs', async () => {
      await poisonedAt(3);
      await acting((client) => skipParked(client, { ...act, reason: 'a test' }));
      expect(await parked()).toEqual([]);
      expect(await acting((client) => skipParked(client, { ...act, reason: 'again' }))).toBeUndefined();
    });

    it('is tried at once where he asks for it, and that is recorded too', async () => {
      await poisonedAt(1);
      await database.query(`UPDATE parked_key SET next_at = now() + interval '1 hour'`);
      expect(await acting((client) => retryParked(client, act))).toBe(true);
      expect((await parked())[0]!.nextAt.getTime()).toBeLessThan(Date.now() + 60_000);
      expect(await actsIn(database, { key, limit: 1 })).toMatchObject([{ ...act, act: 'retry', reason: null }]);
      expect(await acting((client) => retryParked(client, { ...act, key: 'team/nobody/nothing' }))).toBe(false);
    });

    it.each(['UPDATE parked_act SET by_whom = NULL', 'DELETE FROM parked_act', 'TRUNCATE parked_act'])(
      'keeps the record of acts as it is: %s',
      async (statement) => {
        await expect(database.query(statement)).rejects.toMatchObject({ code: '23001' });
      },
    );
  });

  const acting = async <Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> => {
    const client = await database.connect();
    return work(client).finally(() => client.release());
  };

  describe('that hears a message from the future', () => {
    const future = (sequence: number, unknown: PassedOver['unknown'] = 'type'): PassedOver => ({
      topic: 'team',
      id: `event-${sequence}`,
      tenant: SOME_TENANT,
      subject: `tea_${sequence}`,
      sequence,
      type: 'ledgerdesk.access.v1.TeamTeleported',
      position: BigInt(sequence),
      unknown,
    });

    it('remembers how often, and the first and the last of it, with its checkpoint', async () => {
      const reaction = reactionOf(() => Promise.resolve());
      await reaction.checkpoint('ledger');
      await reaction.handle({ ...batchOf([], 3n), passedOver: [future(1), future(2), future(3, 'content')] });
      await reaction.handle({ ...batchOf([], 4n), passedOver: [future(4)] });

      const of = (n: number) => ({ tenant: SOME_TENANT, subject: `tea_${n}`, sequence: n, position: BigInt(n) });
      const { type } = future(1);
      expect(await passedOverIn(database, { limit: 10 })).toMatchObject([
        { consumer: 'spec.react', topic: 'team', type, unknown: 'type', count: 3, first: of(1), last: of(4) },
        { consumer: 'spec.react', topic: 'team', type, unknown: 'content', count: 1, first: of(3), last: of(3) },
      ]);
      expect(await checkpoint()).toEqual({ epoch: 'e1', position: 4n });
    });

    it('remembers nothing where the checkpoint was another’s to move', async () => {
      const [one, two] = [reactionOf(() => Promise.resolve()), reactionOf(() => Promise.resolve())];
      for (const each of [one, two]) await each.checkpoint('ledger');
      await one.handle(batchOf([], 5n));
      await expect(two.handle({ ...batchOf([], 3n), passedOver: [future(1)] })).rejects.toThrow(SecondOwnerError);
      expect(await passedOverIn(database, { limit: 10 })).toEqual([]);
    });
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
    const logger = quiet as never;
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
