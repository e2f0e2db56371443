import { RecentlyUsed } from './recently-used.ts';

/** Values that are kept until a moment, each its own, and at most so many. What the moments count is the caller's affair. */
export class Expiring<Value> {
  private readonly entries: RecentlyUsed<{ readonly value: Value; readonly until: number }>;

  constructor(capacity: number) {
    this.entries = new RecentlyUsed(capacity);
  }

  get(key: string, now: number): Value | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    if (entry.until > now) return entry.value;
    this.entries.delete(key);
    return undefined;
  }

  set(key: string, value: Value, until: number): void {
    this.entries.set(key, { value, until });
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  clear(): void {
    this.entries.clear();
  }
}
