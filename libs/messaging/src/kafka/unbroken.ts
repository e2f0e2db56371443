import type { Place } from '@ledgerdesk/event-store';
import type { Batch, KafkaMessage } from 'kafkajs';
import { LostRecordsError } from '../delivery/errors.ts';
import { farthestFor, type Landmark } from './landmark.ts';
import type { Bounds } from './partition-bounds.ts';
import { piecesOf, type Partition } from './pieces.ts';

/** What the next record of a partition has to be, if nothing was lost before it. */
export interface Expected {
  readonly offset: bigint;
  /** It is the last before this landmark: read once more, to see that the partition is still the one it is of. */
  readonly before?: Landmark;
}

const named = ({ name, partition }: Partition): string => `${name}/${partition}`;

/**
 * Where to begin to read so that nothing beyond a place is missed. Topics are kept for ever: one that ends before what was
 * read of it, or does not go back to what is yet to be read, was deleted, cut or damaged. @throws LostRecordsError
 */
export function beginningAt(
  partition: Partition,
  place: Place,
  { known, bounds: { beginning, end, outOfRange } }: { readonly known: readonly Landmark[]; readonly bounds: Bounds },
): Expected {
  const lost = (what: string): LostRecordsError => new LostRecordsError(named(partition), what);
  const beyond = known.find(({ offset, place: { epoch } }) => epoch === place.epoch && offset > end);
  if (beyond) throw lost(`it was read up to offset ${beyond.offset}, and ends at ${end}`);
  const before = farthestFor(place, known);
  if (!before && outOfRange) throw lost('a consumer of this group had read more of it than there was');
  const offset = before?.offset ?? 0n;
  if (offset < beginning) throw lost(`it has to be read from offset ${offset} on, and begins at ${beginning}`);
  return before && offset > beginning ? { offset: offset - 1n, before } : { offset };
}

/** kafkajs goes on elsewhere than where it was: where an offset is out of range, without a word at the partition's beginning. */
export class OffsetJumpError extends Error {
  readonly code = 'OFFSET_JUMP';
  override readonly name = 'OffsetJumpError';

  constructor(where: string, { expected, found }: { readonly expected: bigint; readonly found: bigint }) {
    super(`${where} was to be read from offset ${expected} on, and kafkajs went to ${found}`);
  }
}

/**
 * What was fetched, without what was read only to see that it is still there.
 * @throws LostRecordsError, OffsetJumpError (then it has to be found out again where to begin)
 */
export function unbroken(
  partition: Partition,
  { offset, before }: Expected,
  { batch, epoch }: { readonly batch: Batch; readonly epoch: string },
): readonly KafkaMessage[] {
  const { messages } = batch;
  const found = BigInt(batch.firstOffset() ?? offset);
  if (found !== offset) {
    if (askedFor(batch) === offset)
      throw new LostRecordsError(named(partition), `offset ${offset} is followed by ${found}`);
    throw new OffsetJumpError(named(partition), { expected: offset, found });
  }
  const [first] = messages;
  // Transactions, which we have not, leave marks that kafkajs does not show.
  if (!first || BigInt(first.offset) !== offset) return messages;
  if (before) {
    assertStill(partition, first, before);
    return messages.slice(1);
  }
  if (offset === 0n) assertFirst(partition, first, epoch);
  return messages;
}

/** Where kafkajs fetched from, which its types do not tell. */
function askedFor(batch: Batch): bigint | undefined {
  const { fetchedOffset } = batch as Batch & { readonly fetchedOffset?: string };
  return fetchedOffset === undefined ? undefined : BigInt(fetchedOffset);
}

/** Whatever lies before a landmark is at or below its place. */
function assertStill(partition: Partition, message: KafkaMessage, { offset, place }: Landmark): void {
  for (const { position, obstacle } of piecesOf(partition, [message], { after: place, size: 1 })) {
    if (obstacle) throw obstacle;
    if (position === place.position) continue;
    throw new LostRecordsError(named(partition), `what was read before offset ${offset} is not what is there now`);
  }
}

/** A topic is filled from the ledger's beginning, so whose event comes first has none before it. */
function assertFirst(partition: Partition, message: KafkaMessage, epoch: string): void {
  for (const { events, passedOver } of piecesOf(partition, [message], { after: { epoch, position: -1n }, size: 1 })) {
    const [first] = [...passedOver, ...events];
    if (!first || first.sequence === 0) continue;
    throw new LostRecordsError(
      named(partition),
      `it begins with event ${first.sequence} of ${first.subject}, without those before`,
    );
  }
}
