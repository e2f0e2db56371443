/** So long after a quiet tenant's append the next is expected, and room is kept for it. */
const EXPECTED_FOR_MS = 50;
/** Longer than this nobody waits: the connection of whoever has the way may be lost. */
const PATIENCE_MS = 25;

/** Says when the way was left. */
type Leave = () => void;

/**
 * Who goes first where the lanes of one ledger want it at once. The database serves them in the order of their coming, so
 * what stands before a quiet tenant's append is what was sent before it: a crowd sends one group at a time while somebody
 * quiet is about, and lets the group of the quiet that is on its way be answered first, once. Where nobody quiet is about,
 * nothing waits.
 */
export class RightOfWay {
  private quiet: Promise<unknown> = Promise.resolve();
  private crowd: Promise<unknown> = Promise.resolve();
  private quietUntil = -Infinity;

  /** @param now a monotonic clock, in milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** The way of tenants who have nothing else under way: it is free. */
  first(): Promise<Leave> {
    this.quietUntil = Infinity;
    const { left, leave } = underWay();
    const quiet = Promise.all([this.quiet, left]);
    this.quiet = quiet;
    return Promise.resolve(() => {
      leave();
      if (this.quiet === quiet) this.quietUntil = this.now() + EXPECTED_FOR_MS;
    });
  }

  /** The way of a tenant's many, and of bulk work. */
  async afterwards(): Promise<Leave> {
    const { left, leave } = underWay();
    const before = this.crowd;
    this.crowd = Promise.all([before, left]);
    if (this.now() < this.quietUntil) await patiently(before.then(() => this.quiet));
    return leave;
  }
}

function underWay(): { readonly left: Promise<void>; readonly leave: Leave } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { left: promise, leave: resolve };
}

async function patiently(waiting: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, PATIENCE_MS);
  await Promise.race([waiting, promise]);
  clearTimeout(timer);
}
