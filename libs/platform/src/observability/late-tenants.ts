import { epochMilliseconds } from '@ledgerdesk/kernel';
import type { FeedEvent } from '@ledgerdesk/messaging';
import type { Logger } from 'pino';

/** What happened so long ago when it was taken is worth a word. */
const LATE_MS = 10_000;
const AGAIN_AFTER_MS = 60_000;
const NAMED = 5;

export interface LateTenantsOptions {
  readonly consumer: string;
  readonly logger: Pick<Logger, 'warn'>;
  /** In milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Names in the log the tenants whose events a consumer takes latest, once a minute while any is late. There is no bound to how
 * many tenants there are, so they are no label of a metric.
 */
export class LateTenants {
  private readonly lateBySeconds = new Map<string, number>();
  private toldAt = -Infinity;

  constructor(private readonly options: LateTenantsOptions) {}

  /** What was just taken. Imports happened long ago, and are late by nature. */
  hear(events: readonly Pick<FeedEvent, 'tenant' | 'time' | 'origin'>[]): void {
    const now = (this.options.now ?? Date.now)();
    for (const { tenant, time, origin } of events) {
      const lateBy = now - epochMilliseconds(time);
      if (origin === 'import' || lateBy < LATE_MS) continue;
      this.lateBySeconds.set(tenant, Math.max(this.lateBySeconds.get(tenant) ?? 0, Math.round(lateBy / 1000)));
    }
    if (this.lateBySeconds.size > 0 && now - this.toldAt >= AGAIN_AFTER_MS) this.tell(now);
  }

  private tell(now: number): void {
    const { consumer, logger } = this.options;
    const latest = [...this.lateBySeconds].toSorted(([, a], [, b]) => b - a).slice(0, NAMED);
    logger.warn(
      { consumer, tenants: this.lateBySeconds.size, latest: latest.map(([tenant, seconds]) => ({ tenant, seconds })) },
      'Events are taken late; these are the tenants that lag most.',
    );
    this.toldAt = now;
    this.lateBySeconds.clear();
  }
}
