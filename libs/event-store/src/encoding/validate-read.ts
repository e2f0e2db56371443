import type { ReadStreamOptions } from '../port/event-store.ts';

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** A page of none would move nobody on. @throws RangeError */
export function validatePage(limit: number): void {
  if (!isCount(limit) || limit === 0) throw new RangeError(`Not a size of a page: ${limit}`);
}

/** @throws RangeError where a bound is no count */
export function validateRange({ from = 0, limit = Infinity }: ReadStreamOptions): void {
  if (!isCount(from)) throw new RangeError(`Not a revision: ${from}`);
  if (limit !== Infinity && !isCount(limit)) throw new RangeError(`Not a number of events: ${limit}`);
}
