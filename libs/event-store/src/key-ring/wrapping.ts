import { decrypt, encrypt, NONCE_BYTES } from '../sealing/aes-gcm.ts';
import { lengthPrefixed } from '../sealing/length-prefixed.ts';
import { BrokenKeyError } from './errors.ts';

/** What a wrapped key is, and whose: it unwraps as nothing else. The first is `tenant`, `naming` or `subject`. */
export type Purpose = readonly ['tenant' | 'naming' | 'subject', ...string[]];

const additionalData = (purpose: Purpose): Buffer => lengthPrefixed(['ledgerdesk-key-v1', ...purpose]);

/** A key encrypted with another (AES-256-GCM): nonce, ciphertext, tag. */
export function wrap(wrapping: Uint8Array, key: Uint8Array, purpose: Purpose): Buffer {
  const { nonce, ciphertext } = encrypt(wrapping, key, additionalData(purpose));
  return Buffer.concat([nonce, ciphertext]);
}

/** The inverse of `wrap`. @throws BrokenKeyError */
export function unwrap(wrapping: Uint8Array, wrapped: Uint8Array, purpose: Purpose): Uint8Array {
  const encrypted = { nonce: wrapped.subarray(0, NONCE_BYTES), ciphertext: wrapped.subarray(NONCE_BYTES) };
  const key = decrypt(wrapping, encrypted, additionalData(purpose));
  if (!key) throw new BrokenKeyError(`The ${purpose[0]} key of ${purpose[1]} does not unwrap.`);
  return key;
}
