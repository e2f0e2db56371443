import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';

/** The repository's root folder. */
export const root = path.resolve(import.meta.dirname, '../../..');

/** Runs a program in the repository's root with this terminal, and answers its exit code. */
export const run = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> =>
  ended(spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }));

/** The same for a program of ours, which ends when we are gone, however we ended: by the channel between the two. */
export const runTied = (args: readonly string[]): Promise<number> =>
  ended(spawn(process.execPath, args, { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] }));

async function ended(child: ChildProcess): Promise<number> {
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  // At a terminal Ctrl-C reaches the child by itself.
  const interrupt = (): void => void (process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGINT', interrupt).on('SIGTERM', forward).on('SIGHUP', forward);
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
    });
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', forward).off('SIGHUP', forward);
  }
}

/** Runs a program that ships in `node_modules` under this Node. */
export const runPackaged = (file: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<number> =>
  run(process.execPath, [path.join(root, 'node_modules', file), ...args], env);
