import { Waiters } from '@ledgerdesk/kernel';

/** Which views somebody waits for now. */
export class AwaitedViews {
  private readonly waiting = new Map<string, number>();
  private readonly waiters = new Waiters();

  /** Somebody waits for these; answers what says that he does no more. */
  begin(views: readonly string[]): () => void {
    for (const view of views) this.waiting.set(view, (this.waiting.get(view) ?? 0) + 1);
    this.waiters.wake();
    return () => {
      for (const view of views) this.waiting.set(view, this.waiting.get(view)! - 1);
    };
  }

  /** Resolves while somebody waits for this one, or when the signal says stop. */
  async is(view: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.waiting.get(view)) await this.waiters.next(signal);
  }
}
