import { execFileSync } from 'node:child_process';

/** Whether a process lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export interface FoundProcess {
  readonly pid: number;
  readonly command: string;
}

/** What a process has started, and what that has started. */
export function descendantsOf(pid: number): readonly FoundProcess[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n');
  const all = lines.map((line) => line.trim().split(/\s+/));
  const below = (parent: string): FoundProcess[] =>
    all
      .filter(([, ppid]) => ppid === parent)
      .flatMap(([child = '', , ...command]) => [{ pid: Number(child), command: command.join(' ') }, ...below(child)]);
  return below(String(pid));
}

/** What a variable of a running process of ours is; undefined where it has none. No value with a space is told whole. */
export function variableOf(pid: number, name: string): string | undefined {
  const printed = execFileSync('ps', ['eww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return new RegExp(`(?:^|\\s)${name}=(\\S*)`).exec(printed)?.[1];
}
