import { setTimeout as sleep } from 'node:timers/promises';

/** Looks for all who ask within some time at once. */
export class SharedLook<Found> {
  private next: Promise<Found> | undefined;

  constructor(
    private readonly look: () => Promise<Found>,
    private readonly gatherMs: number,
  ) {}

  /** What is found by a look that begins after the question. */
  soon(): Promise<Found> {
    this.next ??= this.afterGathering();
    return this.next;
  }

  private afterGathering(): Promise<Found> {
    const found = sleep(this.gatherMs).then(() => {
      this.next = undefined;
      return this.look();
    });
    // Who asked may have gone since.
    found.catch(() => undefined);
    return found;
  }
}
