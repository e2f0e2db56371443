import type { Instant } from '@ledgerdesk/kernel';
import type { EncodedEvent } from '../../encoding/encode-events.ts';
import type { EventMetadata } from '../../port/event.ts';
import type { StoredRecord, WireRecord } from '../protocol/wire.ts';

/** What stands beside an event's metadata in its record: what the record itself has no place for. */
export interface Envelope {
  readonly schemaVersion: number;
  readonly recordedAt: Instant;
  /** Base64. */
  readonly leafHash: string;
  readonly command: string;
  /** The claim on the command under which it was appended: its revision in the command's stream. */
  readonly claim: number;
  /** Its place in its append, from 0, and how many events that has. */
  readonly index: number;
  readonly count: number;
}

/** Under which command and claim an append goes. */
export type Claimed = Pick<Envelope, 'command' | 'claim'>;

const opening = (envelope: Envelope): string => `{"ledgerdesk":${JSON.stringify(envelope)},"metadata":`;

/** The records of one append. Data stands as it was hashed; metadata as it was hashed within the record's metadata, which is JSON too. */
export function toRecords(events: readonly EncodedEvent[], { command, claim }: Claimed): readonly WireRecord[] {
  return events.map(({ eventId, type, schemaVersion, recordedAt, leafHash, data, metadata }, index) => {
    const envelope: Envelope = {
      schemaVersion,
      recordedAt,
      leafHash: leafHash.toString('base64'),
      command,
      claim,
      index,
      count: events.length,
    };
    return { id: eventId, type, data, metadata: `${opening(envelope)}${metadata}}` };
  });
}

/** A record's envelope, and its event's metadata as it was written and read. */
export interface Opened {
  readonly envelope: Envelope;
  readonly metadataText: string;
  readonly metadata: EventMetadata;
}

/** @throws Error where no adapter of the ledger wrote the record */
export function openEnvelope({ metadata: text, stream, revision }: StoredRecord): Opened {
  const { ledgerdesk: envelope, metadata } = JSON.parse(text || '{}') as {
    readonly ledgerdesk?: Envelope;
    readonly metadata: EventMetadata;
  };
  const before = envelope && opening(envelope);
  if (!before || !text.startsWith(before)) throw new Error(`No event of a ledger: revision ${revision} of ${stream}`);
  return { envelope, metadataText: text.slice(before.length, -1), metadata };
}
