import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure, Round } from './figure.ts';
import { withStandalone } from './support/standalone.ts';

const ROUNDS = 3;
/** What starting left to be collected is collected by then. */
const SETTLED_MS = 10_000;

export const figure: Figure = {
  name: 'memory-standalone',
  unit: 'MB',
  reference: '',
  referenceUnit: '',
  bound: 'atMost',
  limit: 350,
  async rounds() {
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push({ value: await megabytes() });
    return rounds;
  },
};

/** The proportional set size of the service process of a desk that has just started, its PostgreSQL not counted. */
const megabytes = (): Promise<number> =>
  withStandalone(async ({ process: { pid } }) => {
    await sleep(SETTLED_MS);
    const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  });
