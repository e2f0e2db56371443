import { spawn, spawnSync } from 'node:child_process';

/** Whether this machine knows a program by that name. */
export const isThere = (program: string, ...says: readonly string[]): boolean =>
  spawnSync(program, says, { stdio: 'ignore' }).status === 0;

/** Runs a program to its end. @throws Error with what it said last, where it failed */
export function finished(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-4_000)));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code ?? signal}:\n${said}`)),
    );
  });
}
