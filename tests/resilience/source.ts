import { spawnSync } from 'node:child_process';

/** What a working copy of the source holds: the commit, and whether anything in it differs from that. */
export function sourceIn(folder: string): string {
  const commit = told(folder, 'rev-parse', '--short', 'HEAD');
  if (!commit) return 'unknown: no working copy of git';
  return told(folder, 'status', '--porcelain') === '' ? commit : `${commit}, and changes that are in no commit`;
}

/** Undefined where git says nothing of the folder. */
function told(folder: string, ...args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
