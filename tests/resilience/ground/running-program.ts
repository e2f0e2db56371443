import { StandaloneProcess, type StandaloneOptions } from '../../support/standalone-process.ts';
import type { Doors } from '../load.ts';

/** A program that is killed and started again on the same folder, and what it did that nobody did to it. */
export class RunningProgram {
  /** That it ended by itself, or would not start. */
  readonly faults: string[] = [];
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
        this.faults.push(`It would not start: ${(error as Error).message.slice(-MOST_TOLD)}`);
        if (this.faults.length > MOST_FAULTS) throw error;
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

  private watch(): void {
    const watched = this.current;
    void watched.ended().then(({ code, signal, printed }) => {
      if (!this.up || watched !== this.current) return;
      this.faults.push(`It ended by itself (${code ?? signal}): ${printed.slice(-MOST_TOLD)}`);
    });
  }
}

const MOST_TOLD = 1_000;
const MOST_FAULTS = 10;
