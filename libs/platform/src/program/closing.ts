import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 5_000;

/** What has been opened and is to be closed: the last first, and each even if another fails or does not come to an end. */
export class Closing {
  private readonly closers: { readonly close: () => unknown; readonly patienceMs: number }[] = [];

  add(close: () => unknown, patienceMs = PATIENCE_MS): void {
    this.closers.push({ close, patienceMs });
  }

  /** `atMostMs`: how long each is waited for at the most, whatever patience it was given. */
  async close({ atMostMs = Infinity }: { readonly atMostMs?: number } = {}): Promise<void> {
    for (let next = this.closers.pop(); next; next = this.closers.pop()) {
      const { close, patienceMs } = next;
      const closed = (async () => void (await close()))().catch(() => undefined);
      await Promise.race([closed, sleep(Math.min(patienceMs, atMostMs), undefined, { ref: false })]);
    }
  }
}
