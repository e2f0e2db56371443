import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Contents are filled up to a multiple of so much, so that no length tells how many digits a number has. */
const BLOCK_BYTES = 32;

/** Names what a text is good for, such as one list with its filter: it is good for nothing else. */
export type Purpose = readonly unknown[];

/**
 * Texts of a tenant that callers carry about and bring back: what they hold is for the gateway alone, and nobody else can
 * make one (docs/decisions/0010). AES-256-GCM, whose nonce is an HMAC of purpose and content: the same content is always the
 * same text, and no nonce serves two contents.
 */
export class OpaqueTexts {
  private readonly keys: Keys;

  constructor(namingKey: Uint8Array) {
    this.keys = keysOf(namingKey);
  }

  /** `content` is what JSON writes and reads back unchanged. */
  textOf(purpose: Purpose, content: unknown): string {
    const plaintext = filledUp(JSON.stringify(content));
    const about = bytesOf(purpose);
    const hmac = createHmac('sha256', this.keys.nonce).update(`${about.length}`).update(about).update(plaintext);
    const nonce = hmac.digest().subarray(0, NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.keys.content, nonce).setAAD(about);
    const ciphertext = [cipher.update(plaintext), cipher.final()];
    return Buffer.concat([nonce, ...ciphertext, cipher.getAuthTag()]).toString('base64url');
  }

  /** What such a text holds; undefined where it is none of this tenant, or none for this purpose. */
  contentOf(purpose: Purpose, text: string): unknown {
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(-TAG_BYTES)];
    const decipher = createDecipheriv('aes-256-gcm', this.keys.content, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(bytesOf(purpose)).setAuthTag(tag);
    const plaintext = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    try {
      decipher.final();
    } catch {
      return undefined;
    }
    return JSON.parse(plaintext.toString());
  }
}

interface Keys {
  readonly content: KeyObject;
  readonly nonce: KeyObject;
}

/** Node takes several times as long with the bytes of a key as with an object made of them. */
const derived = new WeakMap<Uint8Array, Keys>();

function keysOf(namingKey: Uint8Array): Keys {
  const kept = derived.get(namingKey);
  if (kept) return kept;
  const bytes = Buffer.from(hkdfSync('sha256', namingKey, '', 'ledgerdesk-opaque-text-v1', 2 * KEY_BYTES));
  const made = {
    content: createSecretKey(bytes.subarray(0, KEY_BYTES)),
    nonce: createSecretKey(bytes.subarray(KEY_BYTES)),
  };
  derived.set(namingKey, made);
  return made;
}

const bytesOf = (purpose: Purpose): Buffer => Buffer.from(JSON.stringify(purpose));

/** JSON does not mind blanks behind it. */
function filledUp(json: string): Buffer {
  const missing = -Buffer.byteLength(json) & (BLOCK_BYTES - 1);
  return Buffer.from(json + ' '.repeat(missing));
}
