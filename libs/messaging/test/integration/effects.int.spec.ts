import type { Instant } from '@ledgerdesk/kernel';
import {
  askFor,
  effectActsIn,
  effectMigrations,
  effectNamed,
  listEffects,
  retryEffect,
  skipEffect,
  EffectSender,
  EffectTable,
  withdraw,
  type DoEffect,
  type DueEffect,
  type Effect,
  type EffectSenderOptions,
} from '@ledgerdesk/messaging';
import { migrate } from '@ledgerdesk/postgres';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { quiet } from '../support/quiet.ts';

const LONG_AGO = '2026-01-02T03:04:05.678Z' as Instant;
const inMs = (milliseconds: number): Instant => new Date(Date.now() + milliseconds).toISOString() as Instant;
const effect = (key: string, dueAt: Instant = LONG_AGO, kind = 'spec.ring'): Effect => ({
  effect: kind,
  key,
  dueAt,
  payload: { of: key },
});
const silent = quiet;

describe('An effect', () => {
  let postgres: TestPostgres;
  let database: pg.Pool;
  let happened: DueEffect[];
  const running: { readonly stopping: AbortController; readonly end: Promise<void> }[] = [];
  const note: DoEffect = (due) => {
    happened.push(due);
    return Promise.resolve();
  };

  beforeAll(async () => {
    postgres = await startPostgres();
    const url = await postgres.createDatabase('effects');
    await migrate(url, { schema: 'spec', migrations: effectMigrations, oldestProgram: 1 });
    database = new pg.Pool({ connectionString: url, options: '-c search_path=spec' });
    database.on('error', () => undefined);
  });
  beforeEach(async () => {
    await database.query('TRUNCATE effect');
    happened = [];
  });
  afterEach(() => stopAll());
  afterAll(async () => {
    await database.end();
    await postgres.stop();
  });

  function send(ring: DoEffect = note, options: Partial<EffectSenderOptions> = {}): EffectSender {
    const stopping = new AbortController();
    const sender = new EffectSender({
      does: { 'spec.ring': ring },
      database,
      logger: silent,
      backOff: { firstMs: 5, longestMs: 20 },
      lookEveryMs: 20,
      ...options,
    });
    running.push({ stopping, end: sender.run(stopping.signal) });
    return sender;
  }
  async function stopAll(): Promise<void> {
    for (const { stopping } of running) stopping.abort();
    await Promise.all(running.splice(0).map(({ end }) => end));
  }
  const keys = (): readonly string[] => happened.map(({ key }) => key);
  const states = async (): Promise<Record<string, string>> => {
    const { rows } = await database.query<{ key: string; state: string }>('SELECT key, state FROM effect');
    return Object.fromEntries(rows.map(({ key, state }) => [key, state]));
  };
  async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await condition())) await sleep(5);
  }
  /** Resolves when a sender has looked for what is due, after this was asked. */
  async function untilSeen(): Promise<void> {
    await askFor(database, [effect('seen')]);
    await until(() => keys().includes('seen'));
  }
  const untilAll = (state: string) => until(async () => Object.values(await states()).every((one) => one === state));

  it('happens when it is due, and not before', async () => {
    const dueAt = inMs(1000);
    await askFor(database, [effect('later', dueAt), effect('never', inMs(3_600_000))]);
    send();
    await until(() => happened.length > 0);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(dueAt));
    expect(happened).toMatchObject([{ key: 'later', dueAt, payload: { of: 'later' }, attempt: 1 }]);
    await stopAll();
    expect(await states()).toEqual({ later: 'done', never: 'waiting' });
  });

  it('that became due while nobody was there happens at once, the oldest first, and knows when it was due', async () => {
    const dues = [inMs(-1000), LONG_AGO, inMs(-60_000)];
    await askFor(
      database,
      dues.map((dueAt, n) => effect(`k${n}`, dueAt)),
    );
    send();
    await untilAll('done');
    expect(happened.map(({ dueAt }) => dueAt)).toEqual(dues.toSorted());
  });

  it('happens once, however often it is asked for, before and after', async () => {
    await askFor(database, [effect('once')]);
    await askFor(database, [effect('once'), effect('twice')]);
    send();
    await untilAll('done');
    await askFor(database, [effect('once'), effect('twice'), effect('later')]);
    await untilAll('done');
    expect(keys().toSorted()).toEqual(['later', 'once', 'twice']);
  });

  it('never happens where the transaction that asked for it was taken back', async () => {
    const client = await database.connect();
    await client.query('BEGIN');
    await askFor(client, [effect('taken back')]);
    send();
    await untilSeen();
    await client.query('ROLLBACK');
    client.release();
    await askFor(database, [effect('kept')]);
    await untilAll('done');
    expect(keys()).toEqual(['seen', 'kept']);
  });

  it('does not happen when it has been withdrawn', async () => {
    await askFor(database, [effect('a', inMs(100)), effect('b', inMs(100))]);
    await withdraw(database, effect('a'));
    send();
    await until(async () => (await states())['b'] === 'done');
    expect(keys()).toEqual(['b']);
    expect(await states()).toEqual({ a: 'withdrawn', b: 'done' });
    await withdraw(database, effect('b'));
    expect(await states()).toEqual({ a: 'withdrawn', b: 'done' });
  });

  it.each([new Error('refused'), new TypeError('x is undefined'), 'a text'])(
    'that fails with %p is tried again, and its neighbours do not wait for it',
    async (failure) => {
      await askFor(database, [effect('fails'), ...Array.from({ length: 50 }, (_, n) => effect(`k${n}`))]);
      send((due) => {
        // Whatever a handler may throw.

        if (due.key === 'fails' && due.attempt < 4) throw failure;
        return note(due);
      });
      await untilAll('done');
      expect(happened).toHaveLength(51);
      expect(happened.find(({ key }) => key === 'fails')?.attempt).toBe(4);
    },
  );

  it('that fails for a reason that no database can store waits with it, and its neighbours happen once', async () => {
    await askFor(database, [effect('bad'), ...Array.from({ length: 9 }, (_, n) => effect(`k${n}`))]);
    send((due) => (due.key === 'bad' ? Promise.reject(new Error('a\0b\ud800')) : note(due)), {
      backOff: { firstMs: 3_600_000, longestMs: 3_600_000 },
    });
    await until(async () => (await states())['k0'] === 'done');
    await stopAll();
    expect(await states()).toMatchObject({ bad: 'waiting', k0: 'done', k8: 'done' });
    expect(await effectNamed(database, effect('bad'))).toMatchObject({
      attempts: 1,
      error: 'a\ufffdb\ufffd',
      inHand: false,
    });
    expect(happened).toHaveLength(9);
  });

  it('of which nothing can be noted keeps none of its neighbours from being noted', async () => {
    await database.query(`
      CREATE FUNCTION spec.refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'not this one' USING ERRCODE = 'data_exception'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON spec.effect FOR EACH ROW
        WHEN (OLD.key = 'bad' AND OLD.claim IS NOT NULL AND NEW.claim IS NULL) EXECUTE FUNCTION spec.refuse()`);
    await askFor(database, [effect('bad'), ...Array.from({ length: 9 }, (_, n) => effect(`k${n}`))]);
    send();
    await until(async () => Object.values(await states()).filter((state) => state === 'done').length === 9);
    await stopAll();
    await database.query('DROP FUNCTION spec.refuse CASCADE');
    expect(await states()).toMatchObject({ bad: 'waiting' });
    expect(keys().toSorted()).toEqual(['bad', ...Array.from({ length: 9 }, (_, n) => `k${n}`)]);
  });

  it('is parked with its reason after too many tries, and happens when somebody lets it be tried again', async () => {
    await askFor(database, [effect('poison')]);
    let cured = false;
    send((due) => (cured ? note(due) : Promise.reject(new Error('No such mailbox'))), { attempts: 3 });
    await untilAll('parked');
    const { rows } = await database.query('SELECT attempts, last_error FROM effect');
    expect(rows).toEqual([{ attempts: 3, last_error: 'No such mailbox' }]);
    cured = true;
    const by = 'mira@desk';
    expect(await retryEffect(database, { ...effect('other'), by })).toBe(false);
    expect(await retryEffect(database, { ...effect('poison'), by })).toBe(true);
    await untilAll('done');
    expect(keys()).toEqual(['poison']);
    expect(await effectActsIn(database, { ...effect('poison'), limit: 9 })).toMatchObject([
      { by, act: 'retry', reason: null, error: 'No such mailbox' },
    ]);
  });

  it('is tried at once when somebody wants it, where a try failed; but no timer goes off early', async () => {
    await askFor(database, [effect('failed'), effect('later', inMs(3_600_000))]);
    const late = { firstMs: 3_600_000, longestMs: 3_600_000 };
    send((due) => (due.attempt === 1 && happened.length === 0 ? fail(due) : note(due)), { backOff: late });
    let tries = 0;
    function fail(due: DueEffect): Promise<void> {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('busy')) : note(due);
    }
    const waits = async () => (await effectNamed(database, effect('failed')))?.error === 'busy';
    await until(waits);
    expect(await retryEffect(database, { ...effect('later'), by: 'mira@desk' })).toBe(false);
    expect(await retryEffect(database, { ...effect('failed'), by: 'mira@desk' })).toBe(true);
    await until(() => keys().includes('failed'));
    await stopAll();
    expect(await states()).toEqual({ failed: 'done', later: 'waiting' });
  });

  it('never happens once somebody has skipped it, and it is kept who did so and why', async () => {
    await askFor(database, [effect('unwanted', inMs(60_000)), effect('wanted')]);
    const skip = { by: 'mira@desk', reason: 'Told by telephone' };
    expect(await skipEffect(database, { ...effect('unwanted'), ...skip })).toBe(true);
    expect(await skipEffect(database, { ...effect('unwanted'), ...skip })).toBe(false);
    await database.query(`UPDATE effect SET next_at = '-infinity', due_at = '-infinity' WHERE key = 'unwanted'`);
    send();
    await until(() => keys().includes('wanted'));
    await untilSeen();
    expect(await states()).toMatchObject({ unwanted: 'withdrawn', wanted: 'done' });
    expect(await skipEffect(database, { ...effect('wanted'), ...skip })).toBe(false);
    expect(await effectActsIn(database, { ...effect('unwanted'), limit: 9 })).toMatchObject([{ act: 'skip', ...skip }]);
    await expect(database.query('DELETE FROM effect_act')).rejects.toThrow('is kept as it is');
  });

  it('is shown while it has not happened: what is parked first, then what comes next', async () => {
    await askFor(database, [effect('second', inMs(120_000)), effect('first', inMs(60_000)), effect('poison')]);
    send(() => Promise.reject(new Error('No such mailbox')), { attempts: 1 });
    await until(async () => (await states())['poison'] === 'parked');
    await stopAll();
    expect(await listEffects(database, 2)).toMatchObject([
      { key: 'poison', state: 'parked', attempts: 1, error: 'No such mailbox' },
      { key: 'first', state: 'waiting', attempts: 0, error: null },
    ]);
    expect(await effectNamed(database, effect('first'))).toMatchObject({ payload: '{"of":"first"}' });
    expect(await effectNamed(database, effect('nowhere'))).toBeUndefined();
  });

  it('happens once, whoever of many senders has it', async () => {
    const all = Array.from({ length: 3000 }, (_, n) => effect(`k${n}`));
    await askFor(database, all);
    for (let n = 0; n < 3; n += 1) send();
    await untilAll('done');
    expect(keys().toSorted()).toEqual(all.map(({ key }) => key).toSorted());
  });

  it('that a killed sender had in its hands is done by another when the claim has ended', async () => {
    await askFor(database, [effect('orphan')]);
    await new EffectTable(database).claim('00000000-0000-4000-8000-000000000000', {
      kinds: ['spec.ring'],
      limit: 10,
      forMs: 3_600_000,
      attempts: 10,
    });
    send();
    await untilSeen();
    expect(keys()).toEqual(['seen']);
    await database.query(`UPDATE effect SET next_at = clock_timestamp() WHERE key = 'orphan'`);
    await untilAll('done');
    expect(happened[1]).toMatchObject({ key: 'orphan', attempt: 2 });
  });

  it('of a claim that has ended since is not noted by whoever had it', async () => {
    await askFor(database, [effect('slow')]);
    let tries = 0;
    send(async () => {
      // Another process has it meanwhile.
      await database.query(`UPDATE effect SET claim = '00000000-0000-4000-8000-000000000000'`);
      tries += 1;
    });
    await until(() => tries === 1);
    await stopAll();
    expect(await states()).toEqual({ slow: 'waiting' });
  });

  it('that does not end, whatever its signal says, holds no hand for long, and is parked in the end', async () => {
    await askFor(database, [effect('hangs'), effect('patient', inMs(-1000))]);
    let hung = 0;
    const ring: DoEffect = (due) => {
      if (due.key !== 'hangs') return note(due);
      hung += 1;
      return new Promise(() => undefined);
    };
    send(ring, { atOnce: 1, attempts: 2, claimMs: 200 });
    await until(async () => (await states())['hangs'] === 'parked');
    await until(() => keys().includes('patient'));
    expect(hung).toBe(2);
    expect(await effectNamed(database, effect('hangs'))).toMatchObject({ error: 'It was not done in time.' });
  });

  it('that is done after its time has not happened, as far as anybody knows', async () => {
    await askFor(database, [effect('late')]);
    const given = async () => (await effectNamed(database, effect('late')))?.error === 'It was not done in time.';
    let ended = false;
    const ring: DoEffect = async ({ signal }) => {
      await until(() => signal.aborted);
      await until(given);
      ended = true;
    };
    send(ring, { claimMs: 200, backOff: { firstMs: 3_600_000, longestMs: 3_600_000 } });
    await until(() => ended);
    await stopAll();
    expect(await states()).toEqual({ late: 'waiting' });
  });

  it('that does not end keeps no process from ending, and waits for the next', async () => {
    await askFor(database, [effect('hangs')]);
    let hung = false;
    const ring: DoEffect = () => {
      hung = true;
      return new Promise(() => undefined);
    };
    send(ring, { claimMs: 3_600_000, finishMs: 10 });
    await until(() => hung);
    await stopAll();
    expect(await effectNamed(database, effect('hangs'))).toMatchObject({
      state: 'waiting',
      attempts: 1,
      inHand: false,
    });
  });

  it('whose tries were used up by processes that died of it is parked, not tried', async () => {
    await askFor(database, [effect('deadly'), effect('harmless')]);
    // As the last of them left it.
    await database.query(
      `UPDATE effect SET attempts = 3, claim = '00000000-0000-4000-8000-000000000000' WHERE key = 'deadly'`,
    );
    send(note, { attempts: 3 });
    await until(async () => (await states())['deadly'] === 'parked');
    await untilSeen();
    expect(keys().toSorted()).toEqual(['harmless', 'seen']);
    expect(await effectNamed(database, effect('deadly'))).toMatchObject({
      attempts: 3,
      inHand: false,
      error: 'Nobody said what became of its last try.',
    });
    expect(await retryEffect(database, { ...effect('deadly'), by: 'mira@desk' })).toBe(true);
    await until(() => keys().includes('deadly'));
  });

  it('of a kind that nobody here does waits for somebody who does', async () => {
    await askFor(database, [effect('other', LONG_AGO, 'spec.write'), effect('mine')]);
    send();
    await until(async () => (await states())['mine'] === 'done');
    expect(await states()).toEqual({ other: 'waiting', mine: 'done' });
  });

  it('that has begun is finished before the sender ends, and what has not begun waits untouched', async () => {
    await askFor(
      database,
      Array.from({ length: 100 }, (_, n) => effect(`k${n}`)),
    );
    const mayEnd = Promise.withResolvers<void>();
    const ring: DoEffect = async (due) => {
      await mayEnd.promise;
      await note(due);
    };
    send(ring, { atOnce: 40 });
    await until(async () => (await database.query('SELECT 1 FROM effect WHERE claim IS NOT NULL')).rowCount === 40);
    const stopped = stopAll();
    mayEnd.resolve();
    await stopped;
    expect(happened).toHaveLength(40);
    const { rows } = await database.query('SELECT key, state, attempts, claim FROM effect ORDER BY key');
    expect(rows.filter(({ state }) => state === 'done').map(({ key }) => key)).toEqual(keys().toSorted());
    for (const { claim, attempts, state } of rows) expect([claim, attempts]).toEqual([null, state === 'done' ? 1 : 0]);
  });

  it('that takes long keeps nobody else waiting', async () => {
    await askFor(database, [effect('long'), ...Array.from({ length: 200 }, (_, n) => effect(`k${n}`))]);
    let enough: () => void = () => undefined;
    const waited = new Promise<void>((resolve) => {
      enough = resolve;
    });
    send(async (due) => {
      if (due.key === 'long') await waited;
      await note(due);
    });
    await until(() => happened.length === 200);
    await askFor(database, [effect('later')]);
    await until(() => happened.length === 201);
    expect(keys()).not.toContain('long');
    enough();
    await untilAll('done');
  });

  it('that cannot even be looked for shows in how long its sender has been at it', async () => {
    const answers = Promise.withResolvers<{ rows: readonly object[] }>();
    const sender = send(note, { database: { query: (() => answers.promise) as unknown as pg.Pool['query'] } });
    await until(() => (sender.health.busyForMs ?? 0) > 100);
    answers.resolve({ rows: [] });
    await until(() => (sender.health.busyForMs ?? 0) < 100);
    await stopAll();
    expect(sender.health).toEqual({});
  });

  it('happens though the database was away for a while', async () => {
    await askFor(database, [effect('patient')]);
    let away = 3;
    send(note, {
      database: {
        query: ((text: string, values: unknown[]) =>
          (away -= 1) >= 0 ? Promise.reject(new Error('away')) : database.query(text, values)) as pg.Pool['query'],
      },
    });
    await untilAll('done');
    expect(keys()).toEqual(['patient']);
  });
});
