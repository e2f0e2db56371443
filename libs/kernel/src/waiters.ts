/** Those who wait for the next change of something. */
export class Waiters {
  private readonly waiting = new Set<() => void>();

  /** Resolves at the next wake, or when the signal says stop. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
      if (signal.aborted) done();
    });
  }

  /** Lets all of them look again. */
  wake(): void {
    for (const done of [...this.waiting]) done();
  }
}
