import { hkdfSync } from 'node:crypto';
import type { SubjectKey } from '../port/key-ring.ts';
import { additionalData, type SealContext } from './additional-data.ts';
import { decrypt, encrypt, KEY_BYTES } from './aes-gcm.ts';
import { BrokenSealError, UnknownSealFormatError } from './errors.ts';
import type { SealedValue, StoredSealedValue } from './sealed-value.ts';

const FORMAT = 1;

/**
 * The key of a value that takes several to open: HKDF-SHA-256 (RFC 5869) over the keys, one after the other in the order of
 * `keyIds`, no salt, info `ledgerdesk-sealed-v1`. A single key is used as it is.
 */
function combined(keys: readonly Uint8Array[]): Uint8Array {
  const [only, ...more] = keys;
  if (only && more.length === 0) return only;
  return new Uint8Array(hkdfSync('sha256', Buffer.concat(keys), '', 'ledgerdesk-sealed-v1', KEY_BYTES));
}

/** Seals the plaintext of one event and subject under all of these keys together. */
export function sealValue(
  plaintext: Uint8Array,
  keys: readonly [SubjectKey, ...SubjectKey[]],
  context: SealContext,
): StoredSealedValue {
  const { nonce, ciphertext } = encrypt(combined(keys.map(({ key }) => key)), plaintext, additionalData(context));
  return {
    format: FORMAT,
    keyIds: keys.map(({ keyId }) => keyId),
    nonce: nonce.toString('base64'),
    ciphertext: ciphertext.toString('base64'),
    subject: context.subject,
  };
}

/** Where a sealed value stands, and itself: as stored, or as a public message carries it. */
export interface ValueToOpen {
  readonly eventId: string;
  /** As stored. */
  readonly schemaVersion: number;
  readonly sealed: SealedValue;
}

/** The plaintext of a sealed value, or `erased` where a key is missing. @throws BrokenSealError, UnknownSealFormatError */
export function openValue(value: ValueToOpen, keys: ReadonlyMap<string, Uint8Array>): Uint8Array | 'erased' {
  const { eventId, schemaVersion, sealed } = value;
  const { format, keyIds, subject } = sealed;
  if (format !== FORMAT) throw new UnknownSealFormatError(eventId, format);
  if (keyIds.length === 0) throw new BrokenSealError(eventId);
  const found = keyIds.flatMap((id) => keys.get(id) ?? []);
  if (found.length < keyIds.length) return 'erased';
  const encrypted = { nonce: bytesOf(sealed.nonce), ciphertext: bytesOf(sealed.ciphertext) };
  const plaintext = decrypt(combined(found), encrypted, additionalData({ eventId, schemaVersion, subject }));
  if (!plaintext) throw new BrokenSealError(eventId);
  return plaintext;
}

const bytesOf = (bytes: Uint8Array | string): Uint8Array =>
  typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : bytes;
