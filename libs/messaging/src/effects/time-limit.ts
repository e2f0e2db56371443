import { untilAborted } from '@ledgerdesk/kernel';

export class NotInTimeError extends Error {
  override readonly name = 'NotInTimeError';
}

/** The time that some work has, whether it heeds it or not. */
export class TimeLimit {
  private readonly ending = new AbortController();
  private readonly timer: NodeJS.Timeout;
  /** Rejects with a NotInTimeError when the time is up. */
  readonly over: Promise<never>;

  constructor(ms: number) {
    this.timer = setTimeout(() => this.end(), ms);
    this.over = untilAborted(this.signal).then(() => {
      throw new NotInTimeError('It was not done in time.');
    });
    this.over.catch(() => undefined);
  }

  /** Fires when the time is up. */
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  /** It is up now. */
  end(): void {
    clearTimeout(this.timer);
    this.ending.abort();
  }

  /** The work has ended. */
  lift(): void {
    clearTimeout(this.timer);
  }
}
