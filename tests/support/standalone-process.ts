import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

const MAIN = path.resolve(import.meta.dirname, '../../services/standalone/dist/main.js');

export interface StandaloneOptions {
  readonly data: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** `npm start` as a process of its own: the built program, as a user runs it. */
export class StandaloneProcess {
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
  }

  /** Starts it on a free port, and waits until it says that it is ready. */
  static async start({ data, args = [], env = {} }: StandaloneOptions): Promise<StandaloneProcess> {
    const child = spawn(process.execPath, [MAIN, '--data', data, ...args], {
      env: { PATH: process.env.PATH, HTTP_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const standalone = new StandaloneProcess(child);
    await standalone.ready();
    return standalone;
  }

  /** All that it has printed so far. */
  get printed(): string {
    return this.output;
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** `http://127.0.0.1:4000` */
  get address(): string {
    return this.find(/Ledgerdesk is ready at (http:\S+)/);
  }

  /** The token that the closing page prints for a login. */
  token(login: string): string {
    return this.find(new RegExp(`${login}\\s[^\\n]*?(eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+)`));
  }

  /** Ends it at once; its PostgreSQL stays behind, as after a real kill -9. */
  async kill(): Promise<void> {
    const ended = this.ended();
    this.child.kill('SIGKILL');
    await ended;
  }

  /** Ends it as Ctrl-C does; answers its exit code. */
  async interrupt(): Promise<number | null> {
    const ended = this.ended();
    this.child.kill('SIGINT');
    return ended;
  }

  private ended(): Promise<number | null> {
    if (!this.running) return Promise.resolve(this.child.exitCode);
    return new Promise((resolve) => this.child.once('exit', (code) => resolve(code)));
  }

  private async ready(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (/Ledgerdesk is ready at/.test(this.output)) resolve();
      };
      this.child.stdout?.on('data', look);
      this.child.once('exit', (code) => reject(new Error(`Standalone ended with ${code}: ${this.output}`)));
    });
  }

  private find(pattern: RegExp): string {
    const found = pattern.exec(this.output)?.[1];
    if (!found) throw new Error(`Not printed: ${pattern}\n${this.output}`);
    return found;
  }
}
