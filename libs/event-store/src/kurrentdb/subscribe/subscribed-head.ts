import { pause } from '@ledgerdesk/kernel';
import { HeadWatch } from '../../following/head-watch.ts';
import type { Place } from '../../port/cursor.ts';
import type { KurrentConnection } from '../protocol/wire.ts';
import type { LedgerReader } from '../read/ledger-reader.ts';
import { WHATEVER_MOVES } from '../stream-names.ts';

/** How often the head is asked for, where the subscription says nothing. */
const POLL_MS = 1000;
const PAUSE_MS = 100;

/**
 * Knows when the ledger has grown, or begun an epoch: one subscription of the server's for all of the process's, begun anew
 * whenever it ends, and a poll beside it. It says that something came, and not what: whoever follows reads for himself, at
 * his own speed and from his own place.
 */
export class SubscribedHead {
  private readonly closing = new AbortController();
  private readonly watch: HeadWatch;
  private following: Promise<void> | undefined;

  constructor(
    private readonly connection: KurrentConnection,
    reader: LedgerReader,
  ) {
    this.watch = new HeadWatch({ head: () => reader.head(), pollMs: POLL_MS });
  }

  /** Resolves when the ledger may stand elsewhere than at this place, or the signal says stop. */
  movedFrom(place: Place, signal: AbortSignal): Promise<void> {
    this.following ??= this.follow();
    return this.watch.movedFrom(place, signal);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.following;
    this.watch.close();
  }

  private async follow(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      // What came while nobody listened is told by the confirmation.
      await this.connection.follow(WHATEVER_MOVES, signal, () => this.watch.wake()).catch(() => undefined);
      await pause(PAUSE_MS, signal);
    }
  }
}
