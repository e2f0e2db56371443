import { readFileSync } from 'node:fs';
import { StandaloneProcess, type StandaloneOptions } from '../../support/standalone-process.ts';
import type { Doors } from '../load.ts';
import { Causes, endsIn, wordsOf, type Judged } from './service-ends.ts';

/** A program that is killed and started again on the same folder, and what it did that nobody did to it. */
export class RunningProgram {
  private readonly own: string[] = [];
  /** What is done to its services. */
  readonly causes = new Causes();
  private up = true;

  private constructor(
    /** As it was first started, with the desk and its tokens: these outlive every restart. */
    readonly first: StandaloneProcess,
    private options: StandaloneOptions,
    private current = first,
  ) {
    this.watch();
  }

  static async start(options: StandaloneOptions): Promise<RunningProgram> {
    return new RunningProgram(await StandaloneProcess.start(options), options);
  }

  /** That it ended by itself, or would not start; or that a service did which it runs, as its log tells. */
  get faults(): readonly string[] {
    return [...this.own, ...this.judged().unexplained.map(wordsOf)];
  }

  /** How often a service could not start since PostgreSQL was away, and was started again. */
  get notStarted(): number {
    return this.judged().notStarted.length;
  }

  get pid(): number {
    return this.current.pid;
  }

  /** What it, and an operator's command, finds in its environment. */
  get environment(): Readonly<Record<string, string>> {
    return this.options.env ?? {};
  }

  /** In which it is started from now on. */
  changeEnvironment(env: Readonly<Record<string, string>>): void {
    this.options = { ...this.options, env: { ...this.environment, ...env } };
  }

  /** Where it answers, while it should. */
  doors(): Doors | undefined {
    if (!this.up) return undefined;
    const { address } = this.current;
    if (this.options.program !== 'distributed') return { address, forms: address };
    // Intake takes the port behind the gateway's.
    const forms = new URL(address);
    forms.port = String(Number(forms.port) + 1);
    return { address, forms: forms.origin };
  }

  async kill(): Promise<void> {
    this.up = false;
    await this.current.kill();
    this.causes.close(Date.now());
  }

  /** Waits until it ends by itself, as something that was done to it demands. */
  async ended(): Promise<void> {
    this.up = false;
    await this.current.ended();
  }

  /** Starts it again, and does not wait. */
  async launch(): Promise<void> {
    this.current = await StandaloneProcess.launch({ ...this.options, args: ['--empty'] });
  }

  /** Starts it again, however often it takes. */
  async again(): Promise<void> {
    for (;;) {
      await this.launch();
      try {
        await this.current.ready();
        break;
      } catch (error) {
        this.own.push(`It would not start: ${(error as Error).message.slice(-MOST_TOLD)}`);
        if (this.own.length > MOST_FAULTS) throw error;
      }
    }
    this.up = true;
    this.watch();
  }

  /** Starts it again where it has ended by itself. */
  async heal(): Promise<void> {
    if (this.up && !this.current.running) await this.again();
  }

  async end(): Promise<void> {
    this.up = false;
    if (this.current.running) await this.current.interrupt();
  }

  private judged(): Judged {
    const { logFile } = this.options;
    return this.causes.judge(logFile === undefined ? [] : endsIn(readFileSync(logFile, 'utf8')));
  }

  private watch(): void {
    const watched = this.current;
    void watched.ended().then(({ code, signal, printed }) => {
      if (!this.up || watched !== this.current) return;
      this.own.push(`It ended by itself (${code ?? signal}): ${printed.slice(-MOST_TOLD)}`);
    });
  }
}

const MOST_TOLD = 1_000;
const MOST_FAULTS = 10;
