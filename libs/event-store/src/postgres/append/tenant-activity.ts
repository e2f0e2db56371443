/** Counts are halved after so long: what is counted is, roughly, the appends of twice this time. */
const HALVED_AFTER_MS = 100;
/** About 500 appends a second: no person works so fast. */
const QUIET_APPENDS = 100;
/** After so many nothing is left of any count. */
const HALVES = 31;

/** Which tenants append one thing now and then, and which append much. */
export class TenantActivity {
  private readonly underWay = new Map<string, number>();
  private recent = new Map<string, number>();
  private halveAt = 0;

  /** @param now a monotonic clock, in milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** An append begins; true if its tenant is quiet: has no other under way, and had few of late. */
  begin(tenant: string): boolean {
    this.halve();
    const others = this.underWay.get(tenant) ?? 0;
    const recent = (this.recent.get(tenant) ?? 0) + 1;
    this.underWay.set(tenant, others + 1);
    this.recent.set(tenant, recent);
    return others === 0 && recent <= QUIET_APPENDS;
  }

  /** An append that began has been answered. */
  end(tenant: string): void {
    const left = this.underWay.get(tenant)! - 1;
    if (left > 0) this.underWay.set(tenant, left);
    else this.underWay.delete(tenant);
  }

  private halve(): void {
    const now = this.now();
    if (now < this.halveAt) return;
    // Whoever pauses for long is forgotten at the next look.
    const halves = Math.min(HALVES, 1 + Math.floor((now - this.halveAt) / HALVED_AFTER_MS));
    this.halveAt = now + HALVED_AFTER_MS;
    this.recent = new Map(
      [...this.recent].map(([tenant, count]) => [tenant, count >> halves] as const).filter(([, count]) => count > 0),
    );
  }
}
