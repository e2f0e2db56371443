import type { Instant, TenantId } from '@ledgerdesk/kernel';
import { hash } from 'node:crypto';

/** What the leaf hash covers; never revision or cursor, which the store assigns. */
export interface Leaf {
  readonly tenant: TenantId;
  /** As `streamName` writes it. */
  readonly stream: string;
  readonly eventId: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly recordedAt: Instant;
  /** The data exactly as stored. */
  readonly data: string;
  /** The metadata exactly as stored. */
  readonly metadata: string;
}

/** Opens every leaf; another encoding would be another version. */
const VERSION = 'ledgerdesk-leaf-v1';
const LENGTH = 4;

/**
 * SHA-256 over an event's leaf, 32 bytes. The leaf is nine fields, each a length in bytes (unsigned, 32 bits, big endian)
 * and that many bytes of UTF-8: `ledgerdesk-leaf-v1`, tenant, stream name, event id (lower case, with hyphens), type,
 * schema version (decimal), recordedAt (ISO 8601, UTC, milliseconds), data, metadata. Lengths make it injective: no two
 * events share a leaf. Test vectors: `leaf-hash.vectors.json`.
 */
export function leafHash(leaf: Leaf): Buffer {
  // By way of a string: a Buffer of its own for each hash is memory outside of V8's heap, and much of it.
  return Buffer.from(hash('sha256', encodeLeaf(leaf), 'binary'), 'binary');
}

let scratch = Buffer.allocUnsafe(16_384);

/** The bytes that are hashed, in a buffer that the next call overwrites: what is hashed is never kept. */
function encodeLeaf(leaf: Leaf): Buffer {
  const fields = [
    VERSION,
    leaf.tenant,
    leaf.stream,
    leaf.eventId,
    leaf.type,
    String(leaf.schemaVersion),
    leaf.recordedAt,
    leaf.data,
    leaf.metadata,
  ];
  // A UTF-16 unit takes at most three bytes of UTF-8.
  const room = fields.reduce((sum, field) => sum + LENGTH + field.length * 3, 0);
  if (scratch.length < room) scratch = Buffer.allocUnsafe(room);
  let end = 0;
  for (const field of fields) {
    const length = scratch.write(field, end + LENGTH);
    scratch.writeUInt32BE(length, end);
    end += LENGTH + length;
  }
  return scratch.subarray(0, end);
}
