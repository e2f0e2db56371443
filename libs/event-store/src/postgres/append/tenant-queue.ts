interface Waiting {
  readonly tenant: string;
  /** What it holds in memory, roughly. */
  readonly leastBytes: number;
}

interface Line<Item> {
  items: Item[];
  bytes: number;
}

const bytesOf = (items: readonly Waiting[]): number => items.reduce((sum, { leastBytes }) => sum + leastBytes, 0);

/** Waits in line by tenant: each tenant's own order holds, and tenants are served in turn, one append each. */
export class TenantQueue<Item extends Waiting> {
  /** Tenants with something waiting, the next one first: a Map keeps the order of insertion. */
  private readonly lines = new Map<string, Line<Item>>();
  private count = 0;
  private size = 0;

  get length(): number {
    return this.count;
  }

  get bytes(): number {
    return this.size;
  }

  waitingOf(tenant: string): { readonly count: number; readonly bytes: number } {
    const line = this.lines.get(tenant);
    return { count: line?.items.length ?? 0, bytes: line?.bytes ?? 0 };
  }

  push(item: Item): void {
    const line = this.lines.get(item.tenant) ?? { items: [], bytes: 0 };
    line.items.push(item);
    line.bytes += item.leastBytes;
    // One that stands there already keeps its place.
    this.lines.set(item.tenant, line);
    this.count += 1;
    this.size += item.leastBytes;
  }

  /** The next in turn, if it fits; its tenant then goes to the end of the round. */
  takeIf(fits: (item: Item) => boolean): Item | undefined {
    const next = this.lines.entries().next();
    if (next.done) return undefined;
    const [tenant, line] = next.value;
    if (!fits(line.items[0]!)) return undefined;
    const item = line.items.shift()!;
    line.bytes -= item.leastBytes;
    this.lines.delete(tenant);
    if (line.items.length > 0) this.lines.set(tenant, line);
    this.count -= 1;
    this.size -= item.leastBytes;
    return item;
  }

  /** Takes out everything that matches, wherever it stands. */
  takeAll(matches: (item: Item) => boolean): Item[] {
    const taken: Item[] = [];
    for (const [tenant, line] of [...this.lines]) {
      line.items = line.items.filter((item) => !matches(item) || !taken.push(item));
      line.bytes = bytesOf(line.items);
      if (line.items.length === 0) this.lines.delete(tenant);
    }
    this.count -= taken.length;
    this.size -= bytesOf(taken);
    return taken;
  }
}
