import {
  cursorOf,
  leafHash,
  parseStreamName,
  type EventMetadata,
  type RecordedEvent,
  type StoredSealedValue,
} from '@ledgerdesk/event-store';
import type { Instant, JsonObject } from '@ledgerdesk/kernel';

/**
 * An event as some release wrote it, and what every later one must make of it. `stored` is never changed; the rest follows
 * the newest version of the event.
 */
export interface GoldenSample {
  readonly stored: StoredForm;
  /** What it reads as today; of personal data the subject alone. */
  readonly event: object;
  /** What it says about a person, once opened. */
  readonly personal?: object | undefined;
  /** The public message of its topic as that release wrote it: its bytes, and what they say as JSON. */
  readonly message?: { readonly bytes: string; readonly json: object } | undefined;
}

/** All that is hashed of an event, and its hash. */
export interface StoredForm {
  readonly stream: string;
  readonly eventId: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly recordedAt: string;
  readonly data: string;
  readonly metadata: string;
  readonly leafHash: string;
}

/** The sample as a ledger would answer it. */
export function recordedOf({ stored }: GoldenSample): RecordedEvent {
  const { eventId, type, schemaVersion, data, metadata } = stored;
  const recordedAt = stored.recordedAt as Instant;
  return {
    stream: parseStreamName(stored.stream),
    revision: 0,
    cursor: cursorOf({ epoch: 'golden', position: 1n }),
    eventId,
    type,
    schemaVersion,
    recordedAt,
    storedAt: recordedAt,
    leafHash: Buffer.from(stored.leafHash, 'hex'),
    data: JSON.parse(data) as JsonObject,
    metadata: JSON.parse(metadata) as EventMetadata,
    dataText: data,
    metadataText: metadata,
  };
}

/** The leaf hash of the stored form, computed anew. */
export const leafHashOf = ({ stored }: GoldenSample): string =>
  leafHash({
    ...stored,
    tenant: parseStreamName(stored.stream).tenant,
    recordedAt: stored.recordedAt as Instant,
  }).toString('hex');

/** What is sealed in the stored form. */
export const sealedIn = (sample: GoldenSample): readonly StoredSealedValue[] =>
  (recordedOf(sample).data['sealed'] ?? []) as unknown as readonly StoredSealedValue[];
