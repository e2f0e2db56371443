import { ForeignEpochError, MalformedCursorError } from './errors.ts';

/**
 * A place in the ledger, as opaque text: epoch and position. Compare two of one epoch with `EventStore.compare`; of another
 * epoch it is refused with `ForeignEpochError`.
 */
export type Cursor = string & { readonly [cursor]: true };
declare const cursor: unique symbol;

/** What a cursor is made of. Positions rise along an epoch; whether they are dense is the adapter's affair. */
export interface Place {
  readonly epoch: string;
  readonly position: bigint;
}

const SHAPE = /^([0-9a-z]{1,32})\.(0|[1-9][0-9]{0,18})$/;
/** Stores count in 64 bits with a sign. */
const LAST_POSITION = 2n ** 63n - 1n;

/** The cursor of a place. For adapters, and for checkpoints that keep epoch and position in columns of their own. */
export const cursorOf = ({ epoch, position }: { readonly epoch: string; readonly position: bigint | string }): Cursor =>
  `${epoch}.${position}` as Cursor;

/** The place that a cursor stands for; text from outside is judged here. @throws MalformedCursorError */
export function placeOf(text: string): Place {
  const match = SHAPE.exec(text);
  const position = BigInt(match?.[2] ?? 0);
  if (!match || position > LAST_POSITION) {
    throw new MalformedCursorError(`Not a cursor: ${JSON.stringify(text.slice(0, 80))}`);
  }
  return { epoch: match[1]!, position };
}

/** Orders two cursors of one epoch. @throws ForeignEpochError, MalformedCursorError */
export function compareCursors(a: Cursor, b: Cursor): number {
  const [left, right] = [placeOf(a), placeOf(b)];
  if (left.epoch !== right.epoch) throw new ForeignEpochError(`${a} and ${b} are of two epochs.`);
  return left.position < right.position ? -1 : Number(left.position > right.position);
}
