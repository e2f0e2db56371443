import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../launcher/run.ts';

/** Runs buf, and answers what it prints. @throws where it does not succeed; what it says of that is on the terminal */
export function buf(args: readonly string[]): string {
  const program = path.join(root, 'node_modules/@bufbuild/buf/bin/buf');
  const { status, stdout } = spawnSync(process.execPath, [program, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 2],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status === 0) return stdout;
  console.error(stdout);
  throw new Error(`buf ${args[0]} failed.`);
}
