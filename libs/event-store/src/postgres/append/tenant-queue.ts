/** Waits in line by tenant: each tenant's own order holds, and tenants are served in turn, one append each. */
export class TenantQueue<Item extends { readonly tenant: string }> {
  /** Tenants with something waiting, the next one first: a Map keeps the order of insertion. */
  private readonly lines = new Map<string, Item[]>();
  private count = 0;

  get length(): number {
    return this.count;
  }

  lengthOf(tenant: string): number {
    return this.lines.get(tenant)?.length ?? 0;
  }

  push(item: Item): void {
    const line = this.lines.get(item.tenant);
    if (line) line.push(item);
    else this.lines.set(item.tenant, [item]);
    this.count += 1;
  }

  /** The next in turn, if it fits; its tenant then goes to the end of the round. */
  takeIf(fits: (item: Item) => boolean): Item | undefined {
    const next = this.lines.entries().next();
    if (next.done) return undefined;
    const [tenant, line] = next.value;
    if (!fits(line[0]!)) return undefined;
    const item = line.shift()!;
    this.lines.delete(tenant);
    if (line.length > 0) this.lines.set(tenant, line);
    this.count -= 1;
    return item;
  }

  /** Takes out everything that matches, wherever it stands. */
  takeAll(matches: (item: Item) => boolean): Item[] {
    const taken: Item[] = [];
    for (const [tenant, line] of [...this.lines]) {
      const kept = line.filter((item) => !matches(item) || !taken.push(item));
      if (kept.length > 0) this.lines.set(tenant, kept);
      else this.lines.delete(tenant);
    }
    this.count -= taken.length;
    return taken;
  }
}
