import { readFileSync } from 'node:fs';
import { isAlive } from './orphan.ts';

/** Fields of `/proc/<pid>/stat` after the program's name, which may hold anything. See proc_pid_stat(5), `starttime`. */
const START_TIME = 19;

/**
 * Tells a process from a later one with its number: its start in clock ticks where /proc tells, elsewhere only that it
 * lives. Undefined where there is no such process.
 */
export function birthOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME];
  } catch {
    return process.platform !== 'linux' && isAlive(pid) ? 'alive' : undefined;
  }
}
