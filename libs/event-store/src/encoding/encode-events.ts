import type { Instant } from '@ledgerdesk/kernel';
import { leafHash } from '../leaf-hash/leaf-hash.ts';
import { TooLargeError } from '../port/errors.ts';
import type { NewEvent } from '../port/event.ts';
import { streamName, type StreamId } from '../port/stream.ts';
import { MAX_APPEND_BYTES, MAX_EVENT_BYTES } from './limits.ts';

/** An event as it goes into the store: everything that is hashed, and the hash. */
export interface EncodedEvent {
  readonly eventId: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly recordedAt: Instant;
  readonly data: string;
  readonly metadata: string;
  readonly leafHash: Buffer;
  /** Of data and metadata, as stored. */
  readonly bytes: number;
}

/** Writes events as they will be stored and hashed. @throws TooLargeError */
export function encodeEvents(
  stream: StreamId,
  events: readonly NewEvent[],
  recordedAt: Instant,
): readonly EncodedEvent[] {
  const name = streamName(stream);
  let total = 0;
  return events.map((event) => {
    const { type, schemaVersion } = event;
    const eventId = event.eventId.toLowerCase();
    const data = JSON.stringify(event.data);
    const metadata = JSON.stringify(event.metadata);
    const bytes = Buffer.byteLength(data) + Buffer.byteLength(metadata);
    if (bytes > MAX_EVENT_BYTES) {
      throw new TooLargeError(`An event ${type} of ${bytes} bytes; at most ${MAX_EVENT_BYTES} are taken.`);
    }
    total += bytes;
    validateAppendBytes(total);
    const hash = leafHash({
      tenant: stream.tenant,
      stream: name,
      eventId,
      type,
      schemaVersion,
      recordedAt,
      data,
      metadata,
    });
    return { eventId, type, schemaVersion, recordedAt, data, metadata, leafHash: hash, bytes };
  });
}

/** @throws TooLargeError */
export function validateAppendBytes(bytes: number): void {
  if (bytes > MAX_APPEND_BYTES) {
    throw new TooLargeError(`An append of ${bytes} bytes or more; at most ${MAX_APPEND_BYTES} are taken.`);
  }
}
