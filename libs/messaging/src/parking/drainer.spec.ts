import { jest } from '@jest/globals';
import type { Pool } from 'pg';
import { quiet } from '../../test/support/quiet.ts';
import { Drainer } from './drainer.ts';

/** A database in which nothing is parked, and what it was asked. */
class EmptyDatabase {
  asked = 0;

  query(): Promise<{ rows: readonly object[]; rowCount: number }> {
    this.asked += 1;
    return Promise.resolve({ rows: [{ in_ms: null }], rowCount: 0 });
  }
}

describe('A drainer that has nothing to drain', () => {
  let database: EmptyDatabase;
  let drainer: Drainer;
  const stopping = new AbortController();

  beforeEach(() => {
    jest.useFakeTimers();
    database = new EmptyDatabase();
    drainer = new Drainer({
      consumer: 'spec.react',
      database: database as unknown as Pool,
      take: () => Promise.resolve(),
      logger: quiet,
      backOff: { firstMs: 1000, longestMs: 1000 },
    });
  });
  afterEach(() => void jest.useRealTimers());
  afterAll(() => stopping.abort());

  it('asks its database at its start, and then every five seconds for what others did', async () => {
    void drainer.run(stopping.signal);
    await jest.advanceTimersByTimeAsync(4_999);
    const atStart = database.asked;
    await jest.advanceTimersByTimeAsync(4_000);
    expect(database.asked).toBe(atStart + 1);
  });

  it('asks at once when something is parked beside it', async () => {
    void drainer.run(stopping.signal);
    await jest.advanceTimersByTimeAsync(0);
    const before = database.asked;
    drainer.wake();
    await jest.advanceTimersByTimeAsync(0);
    expect(database.asked).toBe(before + 1);
  });
});
