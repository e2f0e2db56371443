import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../support/processes.ts';

/** Stops processes for a while, and lets them go on believing that no time has passed. */
export async function frozen(pids: readonly number[], forMs: number): Promise<void> {
  const living = pids.filter(isAlive);
  for (const pid of living) signal(pid, 'SIGSTOP');
  await sleep(forMs);
  for (const pid of living) signal(pid, 'SIGCONT');
}

/** Answers whether it was there to hear: one may be gone meanwhile. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return false;
  }
}
