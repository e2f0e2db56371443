import { RecentlyUsed } from './recently-used.ts';

export interface ExpiringOptions {
  /** How many values are kept. */
  readonly capacity: number;
  readonly lifetimeMs: number;
  /** A clock that never goes back, in milliseconds. */
  readonly now: () => number;
}

/** Values that are kept for a time, and at most so many. */
export class Expiring<Value> {
  private readonly entries: RecentlyUsed<{ readonly value: Value; readonly until: number }>;

  constructor(private readonly options: ExpiringOptions) {
    this.entries = new RecentlyUsed(options.capacity);
  }

  get(key: string): Value | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    if (entry.until > this.options.now()) return entry.value;
    this.entries.delete(key);
    return undefined;
  }

  set(key: string, value: Value): void {
    this.entries.set(key, { value, until: this.options.now() + this.options.lifetimeMs });
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  clear(): void {
    this.entries.clear();
  }
}
