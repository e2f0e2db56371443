import { pause, Waiters, type TenantId } from '@ledgerdesk/kernel';
import type { FeedLogger } from '@ledgerdesk/messaging';

export interface NewsOptions {
  /** Up to where the log reaches now, by source, whichever process brought it there. @throws what the database says */
  readonly look: () => Promise<ReadonlyMap<string, bigint>>;
  readonly logger: Pick<FeedLogger, 'debug'>;
  /** While somebody waits, it is looked this often for what other processes stored. */
  readonly lookEveryMs?: number;
}

const LOOK_EVERY_MS = 500;

/** Those who wait for the log to go on. */
export class News {
  private readonly waiting = new Map<TenantId, Waiters>();
  private readonly known = new Map<string, bigint>();
  private count = 0;
  private looking = false;
  /** Ends the pause before the next look when nobody waits any more. */
  private deserted = new AbortController();

  constructor(private readonly options: NewsOptions) {}

  /** How many wait now. */
  get waiters(): number {
    return this.count;
  }

  /** Resolves when there may be something new in the tenant, or the signal says stop. Never rejects. */
  async next(tenant: TenantId, signal: AbortSignal): Promise<void> {
    let waiters = this.waiting.get(tenant);
    if (!waiters) this.waiting.set(tenant, (waiters = new Waiters()));
    const heard = waiters.next(signal);
    this.count += 1;
    if (!this.looking) void this.lookAround();
    await heard;
    this.count -= 1;
    if (this.count === 0) this.deserted.abort();
  }

  /** This process has stored something. */
  stored(tenants: ReadonlySet<TenantId>, moved?: { readonly source: string; readonly position: bigint }): void {
    if (moved) this.known.set(moved.source, moved.position);
    for (const tenant of tenants) this.wake(tenant);
  }

  /** What another process stored may be of any tenant. */
  private async lookAround(): Promise<void> {
    this.looking = true;
    const { look, logger, lookEveryMs = LOOK_EVERY_MS } = this.options;
    // What came while nobody waited is news to whoever waits now.
    this.known.clear();
    while (this.count > 0) {
      this.deserted = new AbortController();
      await pause(lookEveryMs, this.deserted.signal);
      if (this.count === 0) break;
      try {
        this.found(await look());
      } catch (error) {
        logger.debug({ error }, 'It cannot be seen how far the event log reaches');
      }
    }
    this.looking = false;
  }

  private found(reached: ReadonlyMap<string, bigint>): void {
    const moved = [...reached].filter(([source, position]) => this.known.get(source) !== position);
    for (const [source, position] of moved) this.known.set(source, position);
    if (moved.length > 0) for (const tenant of [...this.waiting.keys()]) this.wake(tenant);
  }

  private wake(tenant: TenantId): void {
    const waiters = this.waiting.get(tenant);
    this.waiting.delete(tenant);
    waiters?.wake();
  }
}
