import { pause } from '@ledgerdesk/kernel';
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { inherited } from './distributed.config.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');

const AGAIN_MS = 1_000;
const LOOK_MS = 100;
/** A service finishes what it took; then it is told more plainly. */
const PATIENCE_MS = 25_000;

export interface ServiceProcessOptions {
  readonly service: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Of its probes. */
  readonly opsAddress: string;
  readonly log: (line: string) => void;
}

/** A service in a process of its own, started again when it ends by itself, as an orchestrator would. */
export class ServiceProcess {
  private child: ChildProcess | undefined;
  private readonly ending = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: ServiceProcessOptions) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  start(): void {
    this.running = this.keepRunning();
  }

  /** Resolves when it says that it is ready. @throws the signal's reason */
  async ready(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const answer = await fetch(new URL('/readyz', this.options.opsAddress), { signal }).catch(() => undefined);
      if (answer?.ok) return;
      await pause(LOOK_MS, signal);
    }
  }

  async stop(): Promise<void> {
    this.ending.abort();
    this.child?.kill('SIGTERM');
    const hurry = setTimeout(() => this.child?.kill('SIGKILL'), PATIENCE_MS);
    await this.running?.finally(() => clearTimeout(hurry));
  }

  private async keepRunning(): Promise<void> {
    const { service, log } = this.options;
    const { signal } = this.ending;
    while (!signal.aborted) {
      const end = await this.run();
      if (signal.aborted) return;
      log(`${service} ended (${end}) and is started again.`);
      await pause(AGAIN_MS, signal);
    }
  }

  private run(): Promise<string> {
    const { service, environment } = this.options;
    const main = path.join(ROOT, 'services', service, 'dist/main.js');
    // kafkajs asks for a pause that has passed already, which Node warns of. The channel between the two ends with us, and with it the service: none is left behind, whatever happens to us.
    const child = spawn(process.execPath, ['--enable-source-maps', '--disable-warning=TimeoutNegativeWarning', main], {
      env: { ...inherited(), ...environment },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // A signal of the terminal is ours to pass on, in order.
      detached: true,
    });
    this.child = child;
    return new Promise((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('exit', (code, signal) => resolve(String(code ?? signal)));
    });
  }
}
