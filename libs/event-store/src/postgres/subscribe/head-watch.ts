import { Waiters } from '@ledgerdesk/kernel';
import { SharedQuestion } from '../../following/shared-question.ts';
import type { Place } from '../../port/cursor.ts';
import { BusyError, UnavailableError } from '../../port/errors.ts';
import { toTypedError } from '../connection/faults.ts';
import { Session, type ConnectionOptions } from '../connection/session.ts';

type Head = Place | 'unknown';

/** How often the head is asked for, where no notification came. */
const POLL_MS = 200;

/**
 * Knows when the ledger has grown: one listening connection for all subscriptions of the process, and a poll on the same
 * connection beside it, for notifications are not kept for who is away.
 */
export class HeadWatch {
  private readonly session: Session;
  private readonly waiters = new Waiters();
  private timer: NodeJS.Timeout | undefined;
  private readonly head = new SharedQuestion(() => this.ask());
  private closed = false;

  constructor(options: ConnectionOptions) {
    this.session = new Session(options, async (client) => {
      client.on('notification', () => this.wake());
      await client.query('LISTEN ledger');
    });
  }

  /** Resolves when the ledger may stand elsewhere than at this place, or the signal says stop. @throws ForbiddenCategoryError */
  async movedFrom(place: Place, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.closed) {
      const woken = this.nextWake(signal);
      if (await this.standsElsewhere(place)) return;
      await woken;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.wake();
    await this.session.close();
  }

  private async standsElsewhere({ epoch, position }: Place): Promise<boolean> {
    const head = await this.head.answer();
    return head !== 'unknown' && (head.epoch !== epoch || head.position !== position);
  }

  /** An outage is waited out here. */
  private async ask(): Promise<Head> {
    try {
      const client = await this.session.connected();
      const { rows } = await client.query<{ epoch: string; position: string }>(
        'SELECT epoch, position FROM ledger.head()',
      );
      return { epoch: rows[0]!.epoch, position: BigInt(rows[0]!.position) };
    } catch (error) {
      this.session.abandon();
      const typed = toTypedError(error);
      if (typed instanceof UnavailableError || typed instanceof BusyError) return 'unknown';
      throw typed;
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
