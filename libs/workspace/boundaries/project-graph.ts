import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Lets Nx look at the projects, and answers whether it could. `@nx/enforce-module-boundaries` reads what Nx remembers of them,
 * and passes everything where Nx remembers nothing.
 */
export function rememberProjects(root: string): boolean {
  const file = path.join(tmpdir(), `ledgerdesk-projects-${process.pid}.json`);
  const nx = path.join(root, 'node_modules/nx/dist/bin/nx.js');
  const { status } = spawnSync(process.execPath, [nx, 'graph', `--file=${file}`], {
    cwd: root,
    stdio: ['ignore', 'ignore', 2],
  });
  rmSync(file, { force: true });
  return status === 0;
}
