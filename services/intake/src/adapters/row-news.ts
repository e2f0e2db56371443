import type { TenantId } from '@ledgerdesk/kernel';
import type { Views } from '@ledgerdesk/read-models';

/** Somebody who waits for news. */
export interface Expectation {
  /** Resolves with the next change, or when it was waited for long enough. */
  readonly news: Promise<void>;
  /** Ends the waiting. */
  drop(): void;
}

/** Tells those who wait when a row of one view has changed, however many wait for whichever rows. */
export class RowNews {
  private readonly waiting = new Map<string, Set<() => void>>();

  constructor(views: Pick<Views, 'onChange'>, view: string) {
    views.onChange((change) => {
      if (change.view !== view) return;
      for (const key of change.keys) for (const tell of this.waiting.get(rowOf(change.tenant, key)) ?? []) tell();
    });
  }

  /** Begins to wait at once, so that whoever asks for the row afterwards misses nothing. */
  expect(tenant: TenantId, key: string, withinMs: number): Expectation {
    const { promise: news, resolve } = Promise.withResolvers<void>();
    const row = rowOf(tenant, key);
    const timer = setTimeout(() => resolve(), withinMs);
    const others = this.waiting.get(row) ?? new Set();
    this.waiting.set(row, others.add(resolve));
    const drop = (): void => {
      clearTimeout(timer);
      others.delete(resolve);
      if (others.size === 0) this.waiting.delete(row);
    };
    return { news, drop };
  }
}

const rowOf = (tenant: string, key: string): string => `${tenant}/${key}`;
