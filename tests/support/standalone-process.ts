import { freePort } from '@ledgerdesk/postgres';
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';

const programOf = (name: string): string =>
  path.resolve(import.meta.dirname, `../../services/standalone/dist/${name}.js`);

/** Nobody is told that something takes too long on a machine that is busy. */
const PATIENT = { VISIBILITY_TIMEOUT_MS: '60000', COMMAND_TIMEOUT_MS: '60000' };

export interface StandaloneOptions {
  readonly data: string;
  /** All services in one process, or each in one of its own. */
  readonly program?: 'main' | 'distributed';
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A file to which its log is added, instead of to what it printed. */
  readonly logFile?: string;
}

/** How a process ended, and all that it printed. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly printed: string;
}

/** `npm start` as a process of its own: the built program, as a user runs it. */
export class StandaloneProcess {
  private output = '';
  private readonly exit: Promise<Ended>;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.exit = new Promise((resolve) =>
      child.once('close', (code, signal) => resolve({ code, signal, printed: this.output })),
    );
  }

  /** Starts it on a free port, and does not wait. */
  static async launch({ data, program = 'main', args = [], env = {}, logFile }: StandaloneOptions) {
    const port = String(await freePort());
    const whole = { HTTP_PORT: port, ...PATIENT, ...env };
    return StandaloneProcess.spawned(program, ['--data', data, ...args], whole, logFile);
  }

  /** Runs `npm run ledgerdesk -- COMMAND` to its end. */
  static command(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return StandaloneProcess.spawned('cli', args, env).ended();
  }

  private static spawned(
    program: 'main' | 'distributed' | 'cli',
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    logFile?: string,
  ): StandaloneProcess {
    const log = logFile === undefined ? 'pipe' : openSync(logFile, 'a');
    const child = spawn(process.execPath, [programOf(program), ...args], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, HTTP_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', log],
    });
    if (typeof log === 'number') closeSync(log);
    return new StandaloneProcess(child);
  }

  /** Starts it on a free port, and waits until it says that it is ready. */
  static async start(options: StandaloneOptions): Promise<StandaloneProcess> {
    const standalone = await StandaloneProcess.launch(options);
    await standalone.ready();
    return standalone;
  }

  /** @throws Error where it ends before */
  ready(): Promise<void> {
    return this.says(/Ledgerdesk is ready at[\s\S]*Ctrl-C/);
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

  /** Waits until it has printed that. @throws Error where it ends before */
  async says(pattern: RegExp): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (pattern.test(this.output)) resolve();
      };
      look();
      this.child.stdout?.on('data', look);
      void this.exit.then(({ code, printed }) => reject(new Error(`Standalone ended with ${code}: ${printed}`)));
    });
  }

  /** Ends it at once; its PostgreSQL stays behind, as after a real kill -9. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exit;
  }

  /** Asks it to end, as Ctrl-C does. */
  interrupt(signal: NodeJS.Signals = 'SIGINT'): Promise<Ended> {
    this.child.kill(signal);
    return this.exit;
  }

  /** Its end, whenever that comes. */
  ended(): Promise<Ended> {
    return this.exit;
  }

  private find(pattern: RegExp): string {
    const found = pattern.exec(this.output)?.[1];
    if (!found) throw new Error(`Not printed: ${pattern}\n${this.output}`);
    return found;
  }
}
