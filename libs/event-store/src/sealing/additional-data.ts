import { lengthPrefixed } from './length-prefixed.ts';

/** What a sealed value is bound to: it opens in its own event only. */
export interface SealContext {
  readonly eventId: string;
  /** As stored, also where upcasters lead further. */
  readonly schemaVersion: number;
  readonly subject: string;
}

const VERSION = 'ledgerdesk-sealed-v1';

/**
 * The additional data of AES-256-GCM, format 1. Each field is its length in bytes (unsigned, 32 bits, big endian) and that
 * many bytes of UTF-8: `ledgerdesk-sealed-v1`, event id (lower case, with hyphens), schema version (decimal), subject.
 * Lengths make it injective: no two contexts share it.
 */
export const additionalData = ({ eventId, schemaVersion, subject }: SealContext): Buffer =>
  lengthPrefixed([VERSION, eventId.toLowerCase(), String(schemaVersion), subject]);
