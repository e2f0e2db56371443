import { Waiters } from '@ledgerdesk/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { SharedQuestion } from '../../following/shared-question.ts';
import type { Place } from '../../port/cursor.ts';
import { BusyError, UnavailableError } from '../../port/errors.ts';
import type { KurrentConnection } from '../protocol/wire.ts';
import type { LedgerReader } from '../read/ledger-reader.ts';
import { WHATEVER_MOVES } from '../stream-names.ts';

type Head = Place | 'unknown';

/** How often the head is asked for, where the subscription says nothing. */
const POLL_MS = 1000;
const PAUSE_MS = 100;

/**
 * Knows when the ledger has grown, or begun an epoch: one subscription of the server's for all of the process's, begun anew
 * whenever it ends, and a poll beside it. It says that something came, and not what: whoever follows reads for himself, at
 * his own speed and from his own place.
 */
export class HeadWatch {
  private readonly waiters = new Waiters();
  private readonly closing = new AbortController();
  private following: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly head = new SharedQuestion(() => this.ask());

  constructor(
    private readonly connection: KurrentConnection,
    private readonly reader: LedgerReader,
  ) {}

  /** Resolves when the ledger may stand elsewhere than at this place, or the signal says stop. */
  async movedFrom({ epoch, position }: Place, signal: AbortSignal): Promise<void> {
    this.following ??= this.follow();
    while (!signal.aborted && !this.closing.signal.aborted) {
      const woken = this.nextWake(signal);
      const head = await this.head.answer();
      if (head !== 'unknown' && (head.epoch !== epoch || head.position !== position)) return;
      await woken;
    }
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.following;
    this.wake();
  }

  private async follow(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      // What came while nobody listened is told by the confirmation.
      await this.connection.follow(WHATEVER_MOVES, signal, () => this.wake()).catch(() => undefined);
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** An outage is waited out here. */
  private async ask(): Promise<Head> {
    try {
      return await this.reader.head();
    } catch (error) {
      if (error instanceof UnavailableError || error instanceof BusyError) return 'unknown';
      throw error;
    }
  }

  private nextWake(signal: AbortSignal): Promise<void> {
    this.timer ??= setTimeout(() => this.wake(), POLL_MS);
    return this.waiters.next(signal);
  }

  private wake(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiters.wake();
  }
}
