import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The server that still runs on this data folder, left by a program that was killed; undefined where there is none. */
export function runningServer(dataFolder: string): number | undefined {
  const file = path.join(dataFolder, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [first, folder] = readFileSync(file, 'utf8').split('\n');
  const pid = Number(first);
  return Number.isInteger(pid) && pid > 1 && folder === dataFolder && isServer(pid) ? pid : undefined;
}

/** The port of the server that runs on this data folder; undefined where none does, or it is about to begin. */
export function portOfRunning(dataFolder: string): number | undefined {
  if (runningServer(dataFolder) === undefined) return undefined;
  // Its fourth line (PostgreSQL, `miscadmin.h`).
  const port = Number(readFileSync(path.join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')[3]);
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

/** After a reboot another program may have the number: where /proc tells, only a `postgres` counts. */
function isServer(pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    return path.basename(readlinkSync(`/proc/${pid}/exe`)).startsWith('postgres');
  } catch {
    return true;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Stops a server: without waiting for its clients, but with everything written; after 20 s the hard way. */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 20],
    ['SIGQUIT', 10],
    ['SIGKILL', 10],
  ] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    for (let waited = 0; waited < seconds * 1000 && isAlive(pid); waited += 20) await sleep(20);
  }
}
