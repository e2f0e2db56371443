import { HeadWatch } from '../../following/head-watch.ts';
import type { Place } from '../../port/cursor.ts';
import { toTypedError } from '../connection/faults.ts';
import { Session, type ConnectionOptions } from '../connection/session.ts';

/** How often the head is asked for, where no notification came. */
const POLL_MS = 200;

/**
 * Knows when the ledger has grown: one listening connection for all subscriptions of the process, and a poll on the same
 * connection beside it, for notifications are not kept for who is away.
 */
export class NotifiedHead {
  private readonly session: Session;
  private readonly watch = new HeadWatch({ head: () => this.head(), pollMs: POLL_MS });

  constructor(options: ConnectionOptions) {
    this.session = new Session(options, async (client) => {
      client.on('notification', () => this.watch.moved());
      await client.query('LISTEN ledger');
    });
  }

  /** Resolves when the ledger may stand elsewhere than at this place, or the signal says stop. @throws ForbiddenCategoryError */
  movedFrom(place: Place, signal: AbortSignal): Promise<void> {
    return this.watch.movedFrom(place, signal);
  }

  async close(): Promise<void> {
    this.watch.close();
    await this.session.close();
  }

  private async head(): Promise<Place> {
    try {
      const client = await this.session.connected();
      const { rows } = await client.query<{ epoch: string; position: string }>(
        'SELECT epoch, position FROM ledger.head()',
      );
      return { epoch: rows[0]!.epoch, position: BigInt(rows[0]!.position) };
    } catch (error) {
      this.session.abandon();
      throw toTypedError(error);
    }
  }
}
