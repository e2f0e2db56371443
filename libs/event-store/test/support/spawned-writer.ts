import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { WriterPlan } from './writer-plan.ts';

/** Where the events of a command are, as its writer was told. */
export interface Acknowledged {
  readonly firstRevision: number;
  readonly lastRevision: number;
}

const PROGRAM = fileURLToPath(new URL('./writer-process.ts', import.meta.url));
/** The program runs from the sources, like the specs themselves. */
const FROM_SOURCES = [
  '--conditions=ledgerdesk:source',
  '--experimental-transform-types',
  '--disable-warning=ExperimentalWarning',
];

/** A process that appends a plan, seen from the spec that started it. */
export class SpawnedWriter {
  /** By the command's number in the plan. */
  readonly acknowledged = new Map<number, Acknowledged>();
  /** Resolves when the process is gone and everything it said was read. */
  readonly ended: Promise<void>;
  private readonly child: ChildProcessByStdio<null, Readable, Readable>;
  private readonly waiting = new Set<() => void>();
  private over = false;
  private complaint = '';

  constructor(readonly plan: WriterPlan) {
    this.child = spawn(process.execPath, [...FROM_SOURCES, PROGRAM, JSON.stringify(plan)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stderr.on('data', (chunk: Buffer) => (this.complaint += chunk.toString()));
    createInterface(this.child.stdout).on('line', (line) => this.hear(line));
    this.ended = new Promise((resolve) =>
      this.child.on('close', () => {
        this.over = true;
        this.wake();
        resolve();
      }),
    );
  }

  /** Resolves once so many commands are acknowledged. */
  async untilAcknowledged(count: number): Promise<void> {
    while (this.acknowledged.size < count) {
      if (this.over) throw new Error(`${this.plan.name} ended after ${this.acknowledged.size}: ${this.complaint}`);
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  /** Resolves when every command is acknowledged and the process has ended by itself. */
  async untilDone(): Promise<void> {
    await this.untilAcknowledged(this.plan.commands);
    await this.ended;
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    this.child.kill(signal);
  }

  private hear(line: string): void {
    const [n, firstRevision, lastRevision] = line.split(' ').map(Number) as [number, number, number];
    this.acknowledged.set(n, { firstRevision, lastRevision });
    this.wake();
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}
