/** How long to wait before the next try: twice as long each time, up to a bound. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

export const pauseAfter = ({ firstMs, longestMs }: BackOff, failures: number): number =>
  Math.min(firstMs * 2 ** (failures - 1), longestMs);
