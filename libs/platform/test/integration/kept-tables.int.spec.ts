import type { Instant } from '@ledgerdesk/kernel';
import { askFor, consumerMigrations, effectMigrations } from '@ledgerdesk/messaging';
import { migrate } from '@ledgerdesk/postgres';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import pg from 'pg';
import { measureTables } from '../../src/observability/metrics/kept-tables.ts';
import { readMetrics } from '../../src/observability/metrics/looks.ts';

const LONG_AGO = '2026-01-02T03:04:05.678Z' as Instant;

describe('What a service keeps in its read database', () => {
  let postgres: TestPostgres;
  let database: pg.Pool;
  let ends: (() => void)[];

  beforeAll(async () => {
    postgres = await startPostgres();
    const url = await postgres.createDatabase('read');
    await migrate(url, { schema: 'spec', migrations: [...consumerMigrations, ...effectMigrations], oldestProgram: 1 });
    database = new pg.Pool({ connectionString: url, options: '-c search_path=spec' });
    database.on('error', () => undefined);
  });
  beforeEach(() => void (ends = []));
  afterEach(() => ends.forEach((end) => end()));
  afterAll(async () => {
    await database.end();
    await postgres.stop();
  });

  async function told(): Promise<readonly string[]> {
    const lines = (await readMetrics()).split('\n');
    return lines
      .filter((line) => /^ledgerdesk_(parked|passed|effects)/.test(line))
      .map((line) => line.replace(/ \d+\.\d+$/, ' some'));
  }

  const park = (key: string, waiting: number) =>
    database.query(
      `INSERT INTO parked_key (consumer, key, waiting, next_at, error) VALUES ('spec.react', $1, $2, now(), 'no')`,
      [key, waiting],
    );

  it('is told where there is something, and no longer than there is', async () => {
    ends.push(measureTables('spec', database));
    expect(await told()).toEqual([]);
    await park('a', 2);
    await park('b', 3);
    await askFor(database, [{ effect: 'spec.ring', key: '1', dueAt: LONG_AGO, payload: {} }]);
    expect(await told()).toEqual([
      'ledgerdesk_parked_keys{service="spec",consumer="spec.react"} 2',
      'ledgerdesk_parked_events{service="spec",consumer="spec.react"} 5',
      'ledgerdesk_parked_age_seconds{service="spec",consumer="spec.react"} some',
      'ledgerdesk_effects_waiting{service="spec",effect="spec.ring"} 1',
      'ledgerdesk_effects_parked{service="spec",effect="spec.ring"} 0',
      'ledgerdesk_effects_late_seconds{service="spec",effect="spec.ring"} some',
    ]);
    await database.query('TRUNCATE parked_key CASCADE');
    await database.query('TRUNCATE effect');
    expect(await told()).toEqual([]);
  });

  it('is nothing where a service has no such tables', async () => {
    const bare = new pg.Pool({ connectionString: await postgres.createDatabase('bare') });
    bare.on('error', () => undefined);
    ends.push(measureTables('bare', bare));
    const text = await readMetrics();
    expect(text).not.toContain('service="bare"');
    expect(text).not.toMatch(/look_failures_total\{/);
    await bare.end();
  });
});
