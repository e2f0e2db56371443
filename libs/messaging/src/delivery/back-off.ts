import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait before the next try: twice as long each time, up to a bound. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

export const pauseAfter = ({ firstMs, longestMs }: BackOff, failures: number): number =>
  Math.min(firstMs * 2 ** (failures - 1), longestMs);

/** Waits, unless the signal says stop. Never rejects. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined);
