import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Somebody else runs on this folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';

  constructor(folder: string, pid: number) {
    super(
      `Ledgerdesk runs on ${folder} already, as process ${pid}: stop that one, or choose another folder with --data DIR.`,
    );
  }
}

/** Claims the folder for this process; answers how to let go of it. A claim of a process that is gone counts nothing. */
export function claimFolder(folder: string): () => void {
  const file = path.join(folder, 'owner');
  const mine = `${process.pid} ${birthOf(process.pid)}`;
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [pid, birth] = readFileSync(file, 'utf8').split(' ');
    if (Number(pid) !== process.pid && birth !== undefined && birthOf(Number(pid)) === birth)
      throw new FolderInUseError(folder, Number(pid));
    rmSync(file, { force: true });
  }
  throw new Error(`Cannot claim ${folder}`);
}

/** Tells a process from a later one with its number: its start in clock ticks where /proc tells, else that it lives. */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown';
  } catch {
    return process.platform === 'linux' ? 'gone' : alive(pid);
  }
}

function alive(pid: number): string {
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch {
    return 'gone';
  }
}
