/** How often the event loop is looked at. */
const EVERY_MS = 1_000;
/** So many looks in a row say something of the process; one alone may be a pause of the whole machine. */
const LOOKS = 5;

/**
 * How late the event loop has come to each of the last looks: a process in which one turn of the loop takes seconds, time and
 * again, does no work that anybody waits for.
 */
export class LoopLateness {
  private readonly latest: number[] = [];
  private expectedAt: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.expectedAt = now() + EVERY_MS;
  }

  start(): void {
    this.expectedAt = this.now() + EVERY_MS;
    this.timer = setInterval(() => this.look(), EVERY_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** A turn of the loop has come. */
  look(): void {
    const now = this.now();
    this.latest.push(Math.max(0, now - this.expectedAt));
    if (this.latest.length > LOOKS) this.latest.shift();
    this.expectedAt = now + EVERY_MS;
  }

  /** The least of the last looks, in milliseconds: zero until there have been enough of them. */
  get lastingMs(): number {
    return this.latest.length < LOOKS ? 0 : Math.min(...this.latest);
  }
}
