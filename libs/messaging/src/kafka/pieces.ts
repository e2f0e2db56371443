import type { Topic } from '@ledgerdesk/contracts';
import type { Place } from '@ledgerdesk/event-store';
import type { KafkaMessage } from 'kafkajs';
import type { PassedOver } from '../port/feed.ts';
import type { FeedEvent } from '../port/feed-event.ts';
import { BrokenRecordError, ForeignRecordError } from './errors.ts';
import { readRecord, type ReadRecord } from './kafka-record.ts';

/** Some records of a partition, as much as a consumer likes at once. */
export interface Piece {
  readonly events: readonly FeedEvent[];
  readonly positions: readonly bigint[];
  readonly passedOver: readonly PassedOver[];
  /** The highest position up to the piece's end. */
  readonly position: bigint;
  /** The offset behind it. */
  readonly next: bigint;
  /** Why it ends here: what comes next cannot be read, or is of another ledger. */
  readonly obstacle?: BrokenRecordError | ForeignRecordError;
}

/**
 * Cuts records into pieces. Only what is beyond all that came before is new: a relay repeats itself after a crash, but never
 * leaves anything out, so that the rest has been seen.
 */
export function* piecesOf(
  topic: Topic,
  messages: readonly KafkaMessage[],
  { after: { epoch, position: after }, size }: { readonly after: Place; readonly size: number },
): Generator<Piece> {
  let position = after;
  for (let start = 0; start < messages.length; start += size) {
    const piece = pieceOf(topic, messages.slice(start, start + size), { epoch, position });
    yield piece;
    if (piece.obstacle) return;
    ({ position } = piece);
  }
}

function pieceOf(topic: Topic, messages: readonly KafkaMessage[], { epoch, position: after }: Place): Piece {
  const [events, positions, passedOver]: [FeedEvent[], bigint[], PassedOver[]] = [[], [], []];
  let position = after;
  let next = BigInt(messages[0]!.offset);
  for (const message of messages) {
    const read = readOr(topic, message, epoch);
    if (read instanceof Error) return { events, positions, passedOver, position, next, obstacle: read };
    next = BigInt(message.offset) + 1n;
    if (read.position <= position) continue;
    ({ position } = read);
    if (read.unknown) passedOver.push(passedOverOf(read, read.unknown));
    if (read.unknown === 'type') continue;
    events.push(read.event);
    positions.push(position);
  }
  return { events, positions, passedOver, position, next };
}

function readOr(
  topic: Topic,
  { key, value, headers }: KafkaMessage,
  epoch: string,
): ReadRecord | BrokenRecordError | ForeignRecordError {
  try {
    const read = readRecord(topic, { key, value, headers: headers ?? {} });
    return read.event.epoch === epoch ? read : new ForeignRecordError(topic, read.event.epoch, epoch);
  } catch (error) {
    if (error instanceof BrokenRecordError) return error;
    throw error;
  }
}

const passedOverOf = ({ event, position }: ReadRecord, unknown: PassedOver['unknown']): PassedOver => {
  const { topic, tenant, subject, sequence, type } = event;
  return { topic, tenant, subject, sequence, type, position, unknown };
};
