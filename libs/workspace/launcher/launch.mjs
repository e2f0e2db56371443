// Entry of every npm script. Plain JavaScript, so that the machine's own Node (20 or newer) can run it:
// it installs what is missing, then hands over to the pinned Node 24 that the lock file carries.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installMissing } from './install.mjs';
import { node24 } from './node24.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const [task, ...args] = process.argv.slice(2);

try {
  await installMissing(root);
  hand(node24(root));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function hand(node) {
  const child = spawn(node, [path.join(root, 'libs/workspace/launcher/main.ts'), task ?? '', ...args], {
    // It ends when we are gone, however we ended.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    cwd: root,
    // Programs that say "#!/usr/bin/env node" find the same Node.
    env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` },
  });
  child.on('error', ({ message }) => {
    console.error(`Node 24 does not run here (${message}): install Node 24 yourself and try again.`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
  // At a terminal Ctrl-C reaches the whole process group by itself: there one only waits for the child's orderly end.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
}
