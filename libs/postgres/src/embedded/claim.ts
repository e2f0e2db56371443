import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
  const own = `${file}.${process.pid}`;
  if (claimed.has(dataFolder)) throw inUse(dataFolder, process.pid);
  try {
    writeFileSync(own, `${process.pid} ${birthOf(process.pid)}`);
    take(file, { own, dataFolder });
  } finally {
    rmSync(own, { force: true });
  }
  claimed.add(dataFolder);
  return () => {
    if (claimed.delete(dataFolder)) rmSync(file, { force: true });
  };
}

interface Claimant {
  /** A file that says who this is: linked where it claims, so that nobody reads a claim that is half written. */
  readonly own: string;
  readonly dataFolder: string;
}

function take(file: string, claimant: Claimant): void {
  while (!linked(claimant.own, file)) {
    const claim = contentOf(file);
    if (claim === undefined) continue;
    const owner = livingOwner(claim);
    if (owner !== undefined) throw inUse(claimant.dataFolder, owner);
    if (replaced(file, claim, claimant)) return;
  }
}

/**
 * A stale claim is replaced in one step, and by one process only: the one that has claimed to follow on that very claim.
 * Were it removed by whoever has read it, two could read it, and the second remove what the first had put in its place.
 */
function replaced(file: string, stale: string, claimant: Claimant): boolean {
  const turn = `${file}.after-${stale.replace(/\W+/g, '-').slice(0, 40)}`;
  take(turn, claimant);
  try {
    // Perhaps somebody else has followed on it meanwhile.
    if (contentOf(file) !== stale) return false;
    const next = `${turn}.${process.pid}`;
    linkSync(claimant.own, next);
    renameSync(next, file);
    return true;
  } finally {
    rmSync(turn, { force: true });
  }
}

function linked(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined where it was let go of in this moment. */
function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function livingOwner(claim: string): number | undefined {
  const [pid, birth] = claim.split(' ');
  const living = Number(pid) !== process.pid && birth !== undefined && birthOf(Number(pid)) === birth;
  return living ? Number(pid) : undefined;
}

const inUse = (folder: string, pid: number): EmbeddedPostgresError =>
  new EmbeddedPostgresError(
    'IN_USE',
    `Another Ledgerdesk runs on ${folder}, as process ${pid}: stop that one, or choose another folder with --data DIR.`,
  );
