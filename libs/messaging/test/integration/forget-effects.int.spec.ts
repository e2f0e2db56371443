import type { Instant } from '@ledgerdesk/kernel';
import { askFor, effectMigrations, forgetEffects, skipEffect, withdraw } from '@ledgerdesk/messaging';
import { migrate } from '@ledgerdesk/postgres';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import pg from 'pg';

const effect = (key: string) => ({
  effect: 'spec.ring',
  key,
  dueAt: '2026-03-02T09:00:00.000Z' as Instant,
  payload: {},
});
const END = new Date('2026-03-02T10:00:00.000Z');

describe('What a service keeps of effects, after an older copy of the ledger was put back,', () => {
  let postgres: TestPostgres;
  let database: pg.Client;

  beforeAll(async () => {
    postgres = await startPostgres();
    const url = await postgres.createDatabase('effects');
    await migrate(url, { schema: 'spec', migrations: effectMigrations, oldestProgram: 1 });
    database = new pg.Client({ connectionString: url, options: '-c search_path=spec' });
    await database.connect();
  });
  beforeEach(() => database.query('TRUNCATE effect'));
  afterAll(async () => {
    await database.end();
    await postgres.stop();
  });

  const settledAt = (key: string, state: string, at: string) =>
    database.query('UPDATE effect SET state = $2, settled_at = $3 WHERE key = $1', [key, state, at]);
  const kept = async () =>
    (await database.query<{ key: string; state: string }>('SELECT key, state FROM effect ORDER BY key')).rows;

  it('is what was done before its end, and what an operator skipped: the rest is asked for again, or never', async () => {
    const keys = ['done', 'done since', 'parked', 'skipped', 'taken back', 'waiting'];
    await askFor(database, keys.map(effect));
    await settledAt('done', 'done', '2026-03-02T09:30:00.000Z');
    await settledAt('done since', 'done', '2026-03-02T10:00:01.000Z');
    await settledAt('parked', 'parked', '2026-03-02T09:30:00.000Z');
    await skipEffect(database, { ...effect('skipped'), by: 'olga', reason: 'no use' });
    await withdraw(database, effect('taken back'));

    await forgetEffects(database, END);
    const stays = [
      { key: 'done', state: 'done' },
      { key: 'skipped', state: 'withdrawn' },
    ];
    expect(await kept()).toEqual(stays);

    await askFor(database, ['done', 'skipped', 'waiting'].map(effect));
    expect(await kept()).toEqual([...stays, { key: 'waiting', state: 'waiting' }]);
  });

  it('is nothing where it keeps none', async () => {
    await database.query('CREATE SCHEMA without');
    await database.query('SET search_path = without');
    await forgetEffects(database, END);
    await database.query('SET search_path = spec');
  });
});
