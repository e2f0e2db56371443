import type { Instant, JsonObject } from '@ledgerdesk/kernel';
import { cursorOf } from '../../port/cursor.ts';
import type { EventMetadata, RecordedEvent } from '../../port/event.ts';
import { parseStreamName, type StreamId } from '../../port/stream.ts';
import { instantFrom } from './instant-from.ts';

/** A row of the reading functions, as text, in their order of columns. */
export type EventRow = readonly [
  position: string,
  stream: string,
  revision: string,
  eventId: string,
  type: string,
  schemaVersion: string,
  recordedAt: string,
  storedAt: string,
  leafHash: string,
  data: string,
  metadata: string,
];

/** Reads rows of one epoch. Neighbours in the ledger often share stream and time, so the last of each is kept. */
export class RowReader {
  private streamText = '';
  private stream: StreamId | undefined;
  private storedText = '';
  private stored: Instant | undefined;

  constructor(private readonly epoch: string) {}

  read(row: EventRow): RecordedEvent {
    const [position, stream, revision, eventId, type, schemaVersion, recordedAt, storedAt, leafHash, data, metadata] =
      row;
    if (stream !== this.streamText || !this.stream) {
      this.streamText = stream;
      this.stream = parseStreamName(stream);
    }
    if (storedAt !== this.storedText || !this.stored) {
      this.storedText = storedAt;
      this.stored = instantFrom(storedAt);
    }
    return {
      stream: this.stream,
      revision: Number(revision),
      cursor: cursorOf({ epoch: this.epoch, position }),
      eventId,
      type,
      schemaVersion: Number(schemaVersion),
      recordedAt: instantFrom(recordedAt),
      storedAt: this.stored,
      // `\\x`, then hexadecimal: PostgreSQL's own text form of bytes.
      leafHash: Buffer.from(leafHash.slice(2), 'hex'),
      data: JSON.parse(data) as JsonObject,
      metadata: JSON.parse(metadata) as EventMetadata,
      dataText: data,
      metadataText: metadata,
    };
  }
}
