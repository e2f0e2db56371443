import { freePort } from '@ledgerdesk/postgres';
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const mainOf = (service: string): string =>
  path.resolve(import.meta.dirname, '../../services', service, 'dist/main.js');

/** A service alone in a process of its own, as an operator starts it. */
export class LoneService {
  private output = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly opsPort: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
  }

  static async start(service: string, env: Readonly<Record<string, string>>): Promise<LoneService> {
    const opsPort = env.OPS_PORT ?? String(await freePort());
    const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', mainOf(service)], {
      env: { PATH: process.env.PATH, OPS_PORT: opsPort, DRAIN_SECONDS: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new LoneService(child, opsPort);
  }

  /** What it has printed and logged so far. */
  get printed(): string {
    return this.output;
  }

  /** Resolves when it says that it is ready. @throws Error where it ends before */
  async ready(): Promise<this> {
    for (;;) {
      if (this.child.exitCode !== null) throw new Error(`It ended (${this.child.exitCode}):\n${this.output}`);
      const answer = await fetch(`http://127.0.0.1:${this.opsPort}/readyz`).catch(() => undefined);
      if (answer?.ok) return this;
      await sleep(50);
    }
  }

  async stop(): Promise<number | null> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    return child.exitCode;
  }
}
