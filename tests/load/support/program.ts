import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

/** A program of the bench in a process of its own, so that both sides of a measurement are loaded alike. */
export class Program {
  private readonly child: ChildProcess;

  constructor(file: string, args: readonly string[] = []) {
    this.child = fork(path.join(import.meta.dirname, file), args);
  }

  /** Sends it something to do, and waits for its answer. @throws Error where it ends before */
  ask<Answer>(job: object): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null): void => reject(new Error(`A program of the bench ended with ${code}.`));
      this.child.once('exit', ended);
      this.child.once('message', (answer) => {
        this.child.off('exit', ended);
        resolve(answer as Answer);
      });
      this.child.send(job);
    });
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill();
    await ended;
  }
}
