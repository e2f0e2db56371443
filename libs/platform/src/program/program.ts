import { explain } from './faults.ts';

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs this process until its work is done: a signal asks it to end, a fault is said in plain words on stderr, and the exit
 * code tells them apart. However often it is asked, it ends once, and takes down with it what it started.
 */
export async function program(work: (ending: AbortSignal) => Promise<void>): Promise<void> {
  const ending = new AbortController();
  let broken: unknown;
  for (const signal of ENDING) process.on(signal, () => ending.abort());
  // Whatever escapes must not leave a PostgreSQL behind.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      broken ??= error ?? new Error(event);
      ending.abort();
    });
  }
  // Started by another program, it ends with that one, however that one ended.
  process.on('disconnect', () => ending.abort());
  // A terminal that is gone takes no words; that is no reason to stop in the middle of ending.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

  await work(ending.signal).catch((error: unknown) => {
    if (!ending.signal.aborted) broken ??= error;
  });
  if (broken !== undefined) console.error(`\n${explain(broken)}`);
  process.exit(broken === undefined ? 0 : 1);
}
