import type { Actor, Instant, JsonObject, TenantId } from '@ledgerdesk/kernel';
import type { Cursor } from './cursor.ts';
import type { StreamId } from './stream.ts';

/** What stands beside every event's data, for ever. */
export interface EventMetadata {
  readonly tenantId: TenantId;
  readonly commandId: string;
  /** The event that caused the command; absent where a person did. */
  readonly causationId?: string;
  readonly correlationId: string;
  readonly actor: Actor;
  readonly origin: 'live' | 'import';
  /** The only time of happening. */
  readonly occurredAt: Instant;
  /** W3C trace context of the command. */
  readonly traceparent?: string;
}

/** An event on its way into the ledger. */
export interface NewEvent {
  /** UUIDv5 of tenant, command id and index: the same command makes the same events. See `eventIdOf`. */
  readonly eventId: string;
  readonly type: string;
  /** From 1. */
  readonly schemaVersion: number;
  /** At most 64 KiB as JSON; sealed values stand under `sealed`. */
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
}

/** An event as it stands in the ledger. */
export interface RecordedEvent extends NewEvent {
  readonly stream: StreamId;
  /** Dense count of the stream's events, from 0. */
  readonly revision: number;
  readonly cursor: Cursor;
  /** The writer's clock. */
  readonly recordedAt: Instant;
  /** The store's clock, never decreasing along the ledger: to seek by time, never an order. */
  readonly storedAt: Instant;
  /** SHA-256 over the envelope and the stored bytes, computed by the writer; 32 bytes. See `leafHash`. */
  readonly leafHash: Uint8Array;
  /** The data exactly as hashed and stored. */
  readonly dataText: string;
  /** The metadata exactly as hashed and stored. */
  readonly metadataText: string;
}
