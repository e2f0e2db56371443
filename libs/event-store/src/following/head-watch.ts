import { OVER, Waiters } from '@ledgerdesk/kernel';
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
  private readonly news = new Waiters();
  private readonly looks = new Waiters();
  private readonly head: SharedQuestion<Place | 'unknown'>;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly options: HeadWatchOptions) {
    this.head = new SharedQuestion(() => this.ask());
  }

  /**
   * Resolves when the ledger stands elsewhere than at this place, as far as is known, or the signal says stop.
   * @throws what is no outage
   */
  async movedFrom(place: Place, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const waiting = AbortSignal.any([signal, over.signal]);
    const came = this.news.next(waiting).then(() => true);
    try {
      while (!signal.aborted && !this.closed) {
        const due = this.nextLook(waiting);
        if (await Promise.race([came, this.isElsewhere(place)])) return;
        if (await Promise.race([came, due])) return;
      }
    } finally {
      over.abort(OVER);
    }
  }

  /** Something came: whoever waits reads it, and nobody asks before. */
  moved(): void {
    this.news.wake();
  }

  /** Something may have come: whoever waits asks. */
  wake(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.looks.wake();
  }

  /** Nobody waits any more. */
  close(): void {
    this.closed = true;
    this.wake();
    this.news.wake();
  }

  private async isElsewhere({ epoch, position }: Place): Promise<boolean> {
    const head = await this.head.answer();
    return head !== 'unknown' && (head.epoch !== epoch || head.position !== position);
  }

  private async ask(): Promise<Place | 'unknown'> {
    try {
      return await this.options.head();
    } catch (error) {
      if (error instanceof UnavailableError || error instanceof BusyError) return 'unknown';
      throw error;
    }
  }

  /** Resolves when it is time to ask again; answers that nothing is known to have come. */
  private async nextLook(signal: AbortSignal): Promise<false> {
    this.timer ??= setTimeout(() => this.wake(), this.options.pollMs);
    await this.looks.next(signal);
    return false;
  }
}
