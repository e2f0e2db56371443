import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root, run } from './run.ts';

/** What is printed from other sources, and committed. */
const generated = ['libs/contracts/src/generated'];

/** Prints all generated files anew. */
export function generate(): Promise<number> {
  rmSync(path.join(root, 'libs/contracts/src/generated'), { recursive: true, force: true });
  return run('node_modules/.bin/buf', ['generate', '--template', 'proto/buf.gen.yaml', 'proto']);
}

/** Generates again and compares with what is committed: anything but 0 means that somebody forgot `npm run generate`. */
export async function drifted(): Promise<number> {
  const before = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-drift-'));
  try {
    for (const folder of generated) cpSync(path.join(root, folder), path.join(before, folder), { recursive: true });
    if ((await generate()) !== 0) return 1;
    return generated.every((folder) => same(path.join(before, folder), path.join(root, folder))) ? 0 : 1;
  } finally {
    rmSync(before, { recursive: true });
  }
}

const same = (a: string, b: string): boolean =>
  existsSync(a) && spawnSync('git', ['diff', '--no-index', '--stat', a, b], { stdio: ['ignore', 2, 2] }).status === 0;
