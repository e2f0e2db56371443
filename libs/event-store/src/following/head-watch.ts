import { Waiters } from '@ledgerdesk/kernel';
import type { Place } from '../port/cursor.ts';
import { BusyError, UnavailableError } from '../port/errors.ts';
import { SharedQuestion } from './shared-question.ts';

export interface HeadWatchOptions {
  /** Where the ledger stands. An outage, which is waited out here, is thrown as unavailable or busy. */
  readonly head: () => Promise<Place>;
  /** How often it is asked for, where nobody wakes. */
  readonly pollMs: number;
}

/** Knows when the ledger has grown, or begun an epoch: once for all subscriptions of a process. */
export class HeadWatch {
  private readonly waiters = new Waiters();
  private readonly head: SharedQuestion<Place | 'unknown'>;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly options: HeadWatchOptions) {
    this.head = new SharedQuestion(() => this.ask());
  }

  /** Resolves when the ledger may stand elsewhere than at this place, or the signal says stop. @throws what is no outage */
  async movedFrom({ epoch, position }: Place, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.closed) {
      const woken = this.nextWake(signal);
      const head = await this.head.answer();
      if (head !== 'unknown' && (head.epoch !== epoch || head.position !== position)) return;
      await woken;
    }
  }

  /** Something may have come: whoever waits looks for himself. */
  wake(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiters.wake();
  }

  /** Nobody waits any more. */
  close(): void {
    this.closed = true;
    this.wake();
  }

  private async ask(): Promise<Place | 'unknown'> {
    try {
      return await this.options.head();
    } catch (error) {
      if (error instanceof UnavailableError || error instanceof BusyError) return 'unknown';
      throw error;
    }
  }

  private nextWake(signal: AbortSignal): Promise<void> {
    this.timer ??= setTimeout(() => this.wake(), this.options.pollMs);
    return this.waiters.next(signal);
  }
}
