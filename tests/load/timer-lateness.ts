import type { Instant } from '@ledgerdesk/kernel';
import { askFor, effectMigrations, EffectSender } from '@ledgerdesk/messaging';
import { migrate } from '@ledgerdesk/postgres';
import { startPostgres } from '@ledgerdesk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Figure, Round } from './figure.ts';
import { quantile } from './support/in-flight.ts';

const ROUNDS = 3;
const TIMERS = 10_000;
/** Asked for well before they are due, all of them within one second. */
const AHEAD_MS = 2000;
const SPREAD_MS = 1000;
const SENDERS = 2;

export const figure: Figure = {
  name: 'timer-lateness',
  unit: 's p99',
  reference: '',
  referenceUnit: '',
  bound: 'atMost',
  limit: 2,
  async rounds() {
    const postgres = await startPostgres({ durable: true });
    const url = await postgres.createDatabase('effects');
    await migrate(url, { schema: 'bench', migrations: effectMigrations, oldestProgram: 1 });
    const database = new pg.Pool({ connectionString: url, options: '-c search_path=bench' });
    try {
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round += 1) rounds.push({ value: await lateness(database, round) });
      return rounds;
    } finally {
      await database.end();
      await postgres.stop();
    }
  },
};

/** How late the latest hundredth of the timers is done, in seconds, where two replicas do them. */
async function lateness(database: pg.Pool, round: number): Promise<number> {
  const begin = Date.now() + AHEAD_MS;
  const timers = Array.from({ length: TIMERS }, (_, n) => ({
    effect: 'bench.timer',
    key: `${round}/${n}`,
    dueAt: new Date(begin + (n * SPREAD_MS) / TIMERS).toISOString() as Instant,
    payload: { n },
  }));
  await askFor(database, timers);
  const late: number[] = [];
  const stopping = new AbortController();
  const senders = Array.from({ length: SENDERS }, () =>
    new EffectSender({
      database,
      does: {
        'bench.timer': ({ dueAt }) => {
          late.push((Date.now() - Date.parse(dueAt)) / 1000);
          return Promise.resolve();
        },
      },
      logger: console,
    }).run(stopping.signal),
  );
  while (late.length < TIMERS) await sleep(50);
  stopping.abort();
  await Promise.all(senders);
  if (late.length !== TIMERS) throw new Error(`${late.length} timers happened of ${TIMERS}`);
  return quantile(late, 0.99);
}
