import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { EmbeddedPostgresError } from './errors.ts';
import { birthOf } from './process-birth.ts';

/** Folders that this process has claimed: its number alone may be that of a program that was killed. */
const claimed = new Set<string>();

/**
 * Claims a data folder for this process, in a file beside it, and answers how to let go. The claim of a process that is
 * gone counts nothing: a server that still runs under it is an orphan. @throws EmbeddedPostgresError `IN_USE`
 */
export function claim(dataFolder: string): () => void {
  const file = `${dataFolder}.owner`;
  const partial = `${file}.${process.pid}`;
  if (claimed.has(dataFolder)) throw inUse(dataFolder, process.pid);
  try {
    writeFileSync(partial, `${process.pid} ${birthOf(process.pid)}`);
    while (!linked(partial, file)) {
      const owner = livingOwner(file);
      if (owner !== undefined) throw inUse(dataFolder, owner);
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(partial, { force: true });
  }
  claimed.add(dataFolder);
  return () => {
    if (claimed.delete(dataFolder)) rmSync(file, { force: true });
  };
}

/** Whole or not at all: nobody reads a claim that is half written. */
function linked(partial: string, file: string): boolean {
  try {
    linkSync(partial, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function livingOwner(file: string): number | undefined {
  try {
    const [pid, birth] = readFileSync(file, 'utf8').split(' ');
    const living = Number(pid) !== process.pid && birth !== undefined && birthOf(Number(pid)) === birth;
    return living ? Number(pid) : undefined;
  } catch {
    // Let go of in this moment.
    return undefined;
  }
}

const inUse = (folder: string, pid: number): EmbeddedPostgresError =>
  new EmbeddedPostgresError(
    'IN_USE',
    `Another Ledgerdesk runs on ${folder}, as process ${pid}: stop that one, or choose another folder with --data DIR.`,
  );
