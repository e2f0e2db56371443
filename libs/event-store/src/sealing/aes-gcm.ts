import { createCipheriv, createDecipheriv, createSecretKey, randomFillSync, type KeyObject } from 'node:crypto';

/** Bytes of a key, a nonce and a tag: AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D, section 8.2.2). */
export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** Nonces are drawn many at a time: one call of the generator costs as much as the encryption of a short text. */
const pool = Buffer.alloc(NONCE_BYTES * 256);
let drawn = pool.length;

function newNonce(): Buffer {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  const nonce = Buffer.from(pool.subarray(drawn, drawn + NONCE_BYTES));
  drawn += NONCE_BYTES;
  return nonce;
}

/** Node takes four times as long with the bytes of a key as with an object made of them: one is kept as long as the bytes are. */
const keyObjects = new WeakMap<Uint8Array, KeyObject>();

function keyObjectOf(key: Uint8Array): KeyObject {
  const kept = keyObjects.get(key);
  if (kept) return kept;
  const made = createSecretKey(key);
  keyObjects.set(key, made);
  return made;
}

/** Encrypts under a new nonce; the tag stands after the ciphertext. */
export function encrypt(
  key: Uint8Array,
  plaintext: Uint8Array,
  additionalData: Uint8Array,
): { nonce: Buffer; ciphertext: Buffer } {
  const nonce = newNonce();
  const cipher = createCipheriv('aes-256-gcm', keyObjectOf(key), nonce);
  cipher.setAAD(additionalData);
  const body = cipher.update(plaintext);
  cipher.final();
  return { nonce, ciphertext: Buffer.concat([body, cipher.getAuthTag()]) };
}

export interface Encrypted {
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** The plaintext; undefined where key, nonce, ciphertext or additional data are not those of the encryption. */
export function decrypt(
  key: Uint8Array,
  { nonce, ciphertext }: Encrypted,
  additionalData: Uint8Array,
): Buffer | undefined {
  if (nonce.length !== NONCE_BYTES || ciphertext.length < TAG_BYTES) return undefined;
  const tagAt = ciphertext.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', keyObjectOf(key), nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(ciphertext.subarray(tagAt));
  decipher.setAAD(additionalData);
  const plaintext = decipher.update(ciphertext.subarray(0, tagAt));
  try {
    decipher.final();
    return plaintext;
  } catch {
    return undefined;
  }
}
