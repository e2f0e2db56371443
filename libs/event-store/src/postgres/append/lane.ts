import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { BusyError, UnavailableError } from '../../port/errors.ts';
import type { AppendResult } from '../../port/event-store.ts';
import { isConnectionFault } from '../connection/connection-fault.ts';
import { toTypedError } from '../connection/faults.ts';
import type { Session } from '../connection/session.ts';
import { callAppend } from './append-call.ts';
import { ArrayWriter } from './binary-arrays.ts';
import type { PendingAppend } from './pending-append.ts';
import { TenantQueue } from './tenant-queue.ts';

/** How much goes in one commit, and how much may wait. */
export interface LaneLimits {
  readonly groupCommands: number;
  readonly groupEvents: number;
  readonly groupBytes: number;
  /** Appends that may wait, in all and of one tenant; what comes on top is refused as busy. */
  readonly waiting: number;
  readonly waitingOfTenant: number;
  /** Their bytes, told from the least they may have. */
  readonly waitingBytes: number;
  readonly waitingBytesOfTenant: number;
}

/** Groups on their way at once, on one connection: while one is flushed to disk, the next has arrived at the server. */
const ON_THE_WAY = 2;
/** Not worth a commit of its own where another may take it along. */
const SMALL_GROUP = 8;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

/**
 * A queue and the one connection that empties it: everything waiting when a commit has returned goes as one call and one
 * commit, within the limits of a group. There is no timer, so a lone append waits for nobody.
 *
 * The connection is pipelined: two of them for the same work would take turns at the counter, and each turn costs a wake-up.
 */
export class Lane {
  private readonly queue = new TenantQueue<PendingAppend>();
  private readonly committers = new Set<Promise<void>>();
  /** Of each committer that may start: where it writes what it sends. */
  private readonly idle = Array.from({ length: ON_THE_WAY }, () => new ArrayWriter());
  private committing = 0;
  /** The last answer was BUSY: nothing is sent to wait behind what waits already. */
  private heldUp = false;

  constructor(
    private readonly session: Session,
    private readonly limits: LaneLimits,
    /** Waits until the next group may be sent; answers with what says that it is answered. */
    private readonly mayGo: () => Promise<() => void> = () => Promise.resolve(() => undefined),
    /** Hears of each group that was stored. */
    private readonly onCommitted: (group: readonly PendingAppend[]) => void = () => undefined,
  ) {}

  submit(pending: PendingAppend): Promise<AppendResult> {
    if (!this.hasRoomFor(pending)) return Promise.reject(new BusyError('Too many appends are waiting.'));
    this.queue.push(pending);
    this.start();
    return pending.answer;
  }

  /** Resolves when everything taken is answered. */
  async drained(): Promise<void> {
    while (this.committers.size > 0) await Promise.all(this.committers);
    await this.session.close();
  }

  private hasRoomFor({ tenant, leastBytes }: PendingAppend): boolean {
    const { queue, limits } = this;
    const ofTenant = queue.waitingOf(tenant);
    return (
      queue.length < limits.waiting &&
      ofTenant.count < limits.waitingOfTenant &&
      queue.bytes + leastBytes <= limits.waitingBytes &&
      ofTenant.bytes + leastBytes <= limits.waitingBytesOfTenant
    );
  }

  private start(): void {
    const writer = this.idle.pop();
    if (!writer) return;
    const committer = this.run(writer).finally(() => this.committers.delete(committer));
    this.committers.add(committer);
  }

  private async run(writer: ArrayWriter): Promise<void> {
    for (;;) {
      // Who was just answered, and who speaks in the same breath, goes in the same commit.
      await setImmediate();
      const leave = await this.mayGo();
      const group = this.heldUp && this.committing > 0 ? [] : this.nextGroup();
      if (group.length === 0) {
        leave();
        // In the same breath as it found nothing: what is pushed from now on, or what goes well, starts a committer again.
        this.idle.push(writer);
        return;
      }
      this.committing += 1;
      await this.commit(group, writer);
      this.committing -= 1;
      leave();
    }
  }

  private nextGroup(): PendingAppend[] {
    const group: PendingAppend[] = [];
    const share = Math.max(SMALL_GROUP, Math.ceil(this.queue.length / (ON_THE_WAY - this.committing)));
    let events = 0;
    let bytes = 0;
    const fits = (next: PendingAppend): boolean =>
      group.length === 0 ||
      (group.length < Math.min(share, this.limits.groupCommands) &&
        events + next.wanted.events.length <= this.limits.groupEvents &&
        bytes < this.limits.groupBytes);
    for (let next = this.queue.takeIf(fits); next; next = this.queue.takeIf(fits)) {
      if (isLate(next)) {
        // Each tenant's oldest comes first: where one is late, others may be, and all hear it now.
        failAll([next, ...this.queue.takeAll(isLate)], tooLate());
        continue;
      }
      try {
        bytes += next.bytes;
        events += next.events.length;
        group.push(next);
      } catch (error) {
        next.reject(error);
      }
    }
    return group;
  }

  private async commit(group: readonly PendingAppend[], writer: ArrayWriter): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      let client: Client | undefined;
      try {
        client = await this.session.connected();
        const answers = await callAppend(client, group, writer);
        this.goesWell();
        this.onCommitted(group);
        return group.forEach((pending, index) => settle(pending, answers[index]!));
      } catch (error) {
        if (!isConnectionFault(error)) return this.refused(group, writer, error);
        this.session.abandon(client);
        if (client) for (const pending of group) pending.fateUnknown = true;
        group = this.stillInTime(group, error);
        if (group.length === 0) return;
        await sleep(pause);
      }
    }
  }

  private goesWell(): void {
    if (!this.heldUp) return;
    this.heldUp = false;
    if (this.queue.length > 0) this.start();
  }

  /** The database refused the statement and stored nothing: one bad append must not take its neighbours with it. */
  private async refused(group: readonly PendingAppend[], writer: ArrayWriter, error: unknown): Promise<void> {
    const typed = toTypedError(error);
    if (typed instanceof BusyError) {
      this.heldUp = true;
      return failAll([...group, ...this.queue.takeAll(isLate)], typed);
    }
    if (group.length === 1) return failAll(group, typed);
    for (const pending of group) {
      if (isLate(pending)) fail(pending, tooLate());
      else await this.commit([pending], writer);
    }
  }

  /** Sending again is safe, the command id sees to that; but only while the caller may still be waiting. */
  private stillInTime(group: readonly PendingAppend[], error: unknown): readonly PendingAppend[] {
    const late = new Set(group.filter(isLate));
    failAll([...late, ...this.queue.takeAll(isLate)], toTypedError(error));
    return group.filter((pending) => !late.has(pending));
  }
}

/** Nobody waits for its answer any more. */
const isLate = ({ deadline }: PendingAppend): boolean => deadline <= performance.now();
const tooLate = (): BusyError => new BusyError('The append waited for longer than its caller does.');

function settle(pending: PendingAppend, answer: AppendResult | Error): void {
  if (answer instanceof Error) pending.reject(answer);
  else pending.resolve(answer);
}

/** "Busy" promises that nothing was stored: not to be said of an append that an earlier try may have stored. */
function fail(pending: PendingAppend, error: unknown): void {
  if (pending.fateUnknown && error instanceof BusyError) {
    pending.reject(
      new UnavailableError('The connection was lost; whether the append was stored is not known.', { cause: error }),
    );
  } else {
    pending.reject(error);
  }
}

function failAll(appends: readonly PendingAppend[], error: unknown): void {
  for (const pending of appends) fail(pending, error);
}
