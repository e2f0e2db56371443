import type { Figure, Round } from '../figure.ts';
import { caughtUp } from './caught-up.ts';
import { withHttpBench } from './http-figure.ts';
import { quantile } from './in-flight.ts';
import { Program } from './program.ts';
import type { Pace } from './steady.ts';
import type { VisibleJob } from './visible-load.ts';

const ROUNDS = 5;
const SECONDS = 5;
const MAXIMUM_SECONDS = 4;

/** From the answer of a mutation to that of the query that shows it, at a third of the rate at which tickets can be opened. */
export const visibleFigure = (name: string, share: number): Figure => ({
  name,
  unit: `ms p${share * 100}`,
  reference:
    'INSERT and NOTIFY in one statement, and the SELECT of whoever hears of it, at the same rate, same PostgreSQL',
  referenceUnit: `ms p${share * 100}`,
  bound: 'atMost',
  limit: 6,
  rounds: () =>
    withHttpBench(async ({ desk, bareDatabase, load }) => {
      const opening = { operation: 'openTicket', seconds: MAXIMUM_SECONDS } as const;
      await load('desk', opening);
      const pace: Pace = { perSecond: (await load('desk', opening)) / 3, seconds: SECONDS };
      await caughtUp(desk);
      const [client, bare] = [new Program('visible-load.ts'), new Program('insert-notify-select.ts', [bareDatabase])];
      const job: VisibleJob = {
        ...pace,
        url: new URL('/graphql', desk.process.address).href,
        token: desk.process.token('ines'),
      };
      const of = async (program: Program, what: Pace): Promise<number> =>
        quantile((await program.ask<{ latencies: readonly number[] }>(what)).latencies, share);
      try {
        await Promise.all([of(client, { ...job, seconds: 1 }), of(bare, { ...pace, seconds: 1 })]);
        const rounds: Round[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          const reference = await of(bare, pace);
          rounds.push({ reference, value: await of(client, job) });
          await caughtUp(desk);
        }
        return rounds;
      } finally {
        await Promise.all([client.end(), bare.end()]);
      }
    }),
});
