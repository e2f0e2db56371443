import { validateAppendBytes } from '../../encoding/encode-events.ts';
import { validateAppend, type WantedAppend } from '../../encoding/validate-append.ts';
import type { AppendObserver } from '../../port/append-observer.ts';
import type { AppendResult } from '../../port/event-store.ts';
import { Session, type ConnectionOptions } from '../connection/session.ts';
import { Lane, type LaneLimits } from './lane.ts';
import { PendingAppend } from './pending-append.ts';
import { RightOfWay } from './right-of-way.ts';
import { TenantActivity } from './tenant-activity.ts';

/** An append of more goes by the bulk lane unless it is told otherwise. */
const LARGE = 20;

/** The same in each lane. */
const WAITING = {
  waiting: 20_000,
  waitingOfTenant: 5000,
  waitingBytes: 256 << 20,
  waitingBytesOfTenant: 64 << 20,
};

const INTERACTIVE: LaneLimits = {
  groupCommands: 128,
  groupEvents: 256,
  groupBytes: 1 << 20,
  ...WAITING,
};
/** Small groups: the counter is never held for long. */
const BULK: LaneLimits = {
  groupCommands: 128,
  groupEvents: 128,
  groupBytes: 1 << 19,
  ...WAITING,
};

/**
 * Three lanes, each with a connection of its own; the database lets them in by turns. Bulk work never stands before an
 * interactive command, and the many of a tenant who sends much at once never before the one of a tenant who does not.
 */
export class AppendLanes {
  private readonly lanes: Readonly<Record<'single' | 'many' | 'bulk', Lane>>;
  private readonly activity = new TenantActivity();

  constructor(
    connection: ConnectionOptions,
    private readonly timeoutMs: number,
    observer?: AppendObserver,
  ) {
    const way = new RightOfWay();
    const told = (group: readonly PendingAppend[]): void =>
      observer?.committed({ appends: group.length, events: group.reduce((sum, { events }) => sum + events.length, 0) });
    const lane = (limits: LaneLimits, mayGo: () => Promise<() => void>): Lane =>
      new Lane(new Session({ ...connection, pipeline: true }), limits, mayGo, told);
    const afterwards = () => way.afterwards();
    this.lanes = {
      single: lane(INTERACTIVE, () => way.first()),
      many: lane(INTERACTIVE, afterwards),
      bulk: lane(BULK, afterwards),
    };
  }

  submit(wanted: WantedAppend, lane?: 'interactive' | 'bulk'): Promise<AppendResult> {
    validateAppend(wanted);
    const pending = new PendingAppend(wanted, performance.now() + this.timeoutMs);
    validateAppendBytes(pending.leastBytes);
    const bulk = (lane ?? (wanted.events.length > LARGE ? 'bulk' : 'interactive')) === 'bulk';
    return bulk ? this.lanes.bulk.submit(pending) : this.submitInteractive(pending);
  }

  /** Finishes what was taken. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.lanes).map((lane) => lane.drained()));
  }

  private submitInteractive(pending: PendingAppend): Promise<AppendResult> {
    const { tenant } = pending;
    const answer = this.lanes[this.activity.begin(tenant) ? 'single' : 'many'].submit(pending);
    const ended = (): void => this.activity.end(tenant);
    answer.then(ended, ended);
    return answer;
  }
}
