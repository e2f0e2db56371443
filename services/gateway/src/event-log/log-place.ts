import type { Topic } from '@ledgerdesk/contracts';
import { LEDGER } from '@ledgerdesk/messaging';
import { atTheBeginning, type Positions } from './positions.ts';

/** Up to where somebody has read the log. */
export interface LogPlace {
  /** The ledger's; undefined at the beginning, which is the same in all. */
  readonly epoch: string | undefined;
  readonly positions: Positions;
  /** Up to which of the events that were stored late. */
  readonly late: number;
}

/** Up to where the log reaches. */
export interface Stand {
  readonly epoch: string;
  /** By source of the feed: `ledger`, or partitions. */
  readonly reached: ReadonlyMap<string, bigint>;
  readonly late: number;
}

export const theBeginning = (topics: readonly Topic[]): LogPlace => ({
  epoch: undefined,
  positions: atTheBeginning(topics),
  late: 0,
});

/** Up to where everything of a partition is in the log, by the one way in which the feed brought it or the other. */
export function reachedIn({ reached }: Stand, source: string): bigint {
  const [inLedger, inPartition] = [reached.get(LEDGER) ?? -1n, reached.get(source) ?? -1n];
  return inLedger > inPartition ? inLedger : inPartition;
}

/**
 * Where a reader stands who was shown all up to a position, or all that there is. In a partition that has not come so far the
 * reader goes no farther than it: what comes there late is still to come. Nobody ever goes back.
 */
export function passed(place: LogPlace, stand: Stand, upTo?: bigint): LogPlace {
  const positions = [...place.positions].map(([source, position]): [string, bigint] => {
    const reached = reachedIn(stand, source);
    const shown = upTo === undefined || upTo > reached ? reached : upTo;
    return [source, shown > position ? shown : position];
  });
  return { epoch: stand.epoch, positions: new Map(positions), late: place.late };
}
