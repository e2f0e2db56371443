import { validateAppend, type WantedAppend } from '../../encoding/validate-append.ts';
import type { AppendResult } from '../../port/event-store.ts';
import { Session, type ConnectionOptions } from '../connection/session.ts';
import { Lane } from './lane.ts';
import { PendingAppend } from './pending-append.ts';

/** An append of more goes by the bulk lane unless it is told otherwise. */
const LARGE = 20;

const INTERACTIVE = {
  groupCommands: 256,
  groupEvents: 512,
  groupBytes: 1 << 20,
  waiting: 20_000,
  waitingOfTenant: 5000,
};
/** Small groups: the counter is never held for long. */
const BULK = { groupCommands: 128, groupEvents: 128, groupBytes: 1 << 19, waiting: 20_000, waitingOfTenant: 5000 };

/** Two lanes, each with a connection of its own, so that bulk work never stands before an interactive command. */
export class AppendLanes {
  private readonly lanes: { readonly interactive: Lane; readonly bulk: Lane };

  constructor(
    connection: ConnectionOptions,
    private readonly timeoutMs: number,
  ) {
    this.lanes = {
      interactive: new Lane(new Session({ ...connection, pipeline: true }), INTERACTIVE),
      bulk: new Lane(new Session({ ...connection, pipeline: true }), BULK),
    };
  }

  submit(wanted: WantedAppend, lane?: 'interactive' | 'bulk'): Promise<AppendResult> {
    validateAppend(wanted);
    const pending = new PendingAppend(wanted, performance.now() + this.timeoutMs);
    return this.lanes[lane ?? (wanted.events.length > LARGE ? 'bulk' : 'interactive')].submit(pending);
  }

  /** Finishes what was taken. */
  async close(): Promise<void> {
    await Promise.all([this.lanes.interactive.drained(), this.lanes.bulk.drained()]);
  }
}
