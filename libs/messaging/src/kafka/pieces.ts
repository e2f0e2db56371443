import type { Topic } from '@ledgerdesk/contracts';
import type { Place } from '@ledgerdesk/event-store';
import type { KafkaMessage } from 'kafkajs';
import type { BrokenRecord } from '../port/broken-record.ts';
import type { PassedOver } from '../port/feed.ts';
import type { FeedEvent } from '../port/feed-event.ts';
import { brokenRecord } from './broken-record.ts';
import { BrokenRecordError, ForeignRecordError } from './errors.ts';
import { passedOverOf, readRecord, type ReadRecord } from './kafka-record.ts';

/** The partition that records are of. */
export interface Partition {
  readonly topic: Topic;
  /** The broker's name of the topic. */
  readonly name: string;
  readonly partition: number;
}

/** Some records of a partition, as much as a consumer likes at once. */
export interface Piece {
  /** Before the first of the events. */
  readonly broken: readonly BrokenRecord[];
  readonly events: readonly FeedEvent[];
  readonly positions: readonly bigint[];
  readonly passedOver: readonly PassedOver[];
  /** The highest position up to the piece's end. */
  readonly position: bigint;
  /** How many records it is made of. */
  readonly length: number;
  /** The offset behind it. */
  readonly next: bigint;
  /** Why it ends here: what comes next is of another ledger. */
  readonly obstacle?: ForeignRecordError;
}

/**
 * Cuts records into pieces. Only what is beyond all that came before is new: a relay repeats itself after a crash, but never
 * leaves anything out, so that the rest has been seen. Nothing that a broken record says of its position is believed.
 */
export function* piecesOf(
  partition: Partition,
  messages: readonly KafkaMessage[],
  { after: { epoch, position: after }, size }: { readonly after: Place; readonly size: number },
): Generator<Piece> {
  let position = after;
  for (let start = 0; start < messages.length;) {
    const piece = pieceOf(partition, messages.slice(start, start + size), { epoch, position });
    yield piece;
    if (piece.obstacle) return;
    ({ position } = piece);
    start += piece.length;
  }
}

function pieceOf(partition: Partition, messages: readonly KafkaMessage[], { epoch, position: after }: Place): Piece {
  const broken: BrokenRecord[] = [];
  const [events, positions, passedOver]: [FeedEvent[], bigint[], PassedOver[]] = [[], [], []];
  let position = after;
  let next = BigInt(messages[0]!.offset);
  let length = 0;
  for (const message of messages) {
    const read = readOr(partition.topic, message, epoch);
    const soFar = { broken, events, positions, passedOver, position, length, next };
    if (read instanceof ForeignRecordError) return { ...soFar, obstacle: read };
    if (read instanceof BrokenRecordError && events.length > 0) return soFar;
    const offset = BigInt(message.offset);
    next = offset + 1n;
    length += 1;
    if (read instanceof BrokenRecordError) {
      const { topic, name, partition: number } = partition;
      broken.push(brokenRecord(topic, { topic: name, partition: number, offset }, read));
      continue;
    }
    if (read.position <= position) continue;
    ({ position } = read);
    if (read.unknown) passedOver.push(passedOverOf(read, read.unknown));
    if (read.unknown === 'type') continue;
    events.push(read.event);
    positions.push(position);
  }
  return { broken, events, positions, passedOver, position, length, next };
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
