import { parseArgs } from 'node:util';

export type ProgramName = 'main' | 'distributed';

/** What a long run was asked to be. */
export interface Arguments {
  readonly program: ProgramName;
  readonly minutes: number;
  readonly seed: number;
  /** Minutes between two reckonings. */
  readonly every: number;
}

export const USAGE = `npm run resilience -- [--program main|distributed] [--minutes N] [--seed S] [--every N]

Kills and stops what runs, under load, at moments by chance, and reckons exactly. Writes a report into docs/reports,
and ends with 1 where a reckoning found anything.

  --program   what runs: npm start (main, by default) or npm run start:distributed
  --minutes   for how long; by default 10
  --seed      what is done depends on it alone; by default by chance
  --every     minutes between two reckonings; by default 10`;

/** @throws Error that says what is wrong with them */
export function parseArguments(args: readonly string[]): Arguments {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...args], options: { program: text, minutes: text, seed: text, every: text } });
  const { program = 'main', minutes = '10', every = '10', seed = String(Date.now() % 1_000_000) } = values;
  if (program !== 'main' && program !== 'distributed') throw new Error(`There is no program "${program}".`);
  return {
    program,
    minutes: positive('minutes', minutes),
    seed: positive('seed', seed),
    every: positive('every', every),
  };
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number))) throw new Error(`--${name} must be a number above 0, not "${text}".`);
  return number;
}
