import type { ClusterOptions } from '@ledgerdesk/postgres';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./cluster-process.ts', import.meta.url));
/** The program runs from the sources, like the specs themselves. */
const FROM_SOURCES = [
  '--conditions=ledgerdesk:source',
  '--experimental-transform-types',
  '--disable-warning=ExperimentalWarning',
];

/** A program that runs a cluster, seen from the spec that will kill it. */
export interface SpawnedCluster {
  /** Of the server. */
  readonly pid: number;
  readonly url: string;
  /** Ends the program with SIGKILL, and leaves its server behind. */
  kill(): Promise<void>;
}

export async function spawnCluster(options: ClusterOptions): Promise<SpawnedCluster> {
  const child = spawn(process.execPath, [...FROM_SOURCES, PROGRAM, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const said = once(createInterface(child.stdout), 'line') as Promise<[string]>;
  const [line] = await Promise.race([
    said,
    ended.then((): never => {
      throw new Error('The program ended before its server was up.');
    }),
  ]);
  return {
    ...(JSON.parse(line) as { pid: number; url: string }),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
