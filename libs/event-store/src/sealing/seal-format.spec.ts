import type { webcrypto } from 'node:crypto';
import { openValue, sealValue } from './seal-value.ts';
import type { StoredSealedValue } from './sealed-value.ts';

const eventId = '2df5b1a6-74b2-5962-a3a9-1a47624268be';
const subject = 'psn_1';
const keys = [
  { keyId: 'a', key: new Uint8Array(32).fill(1) },
  { keyId: 'b', key: new Uint8Array(32).fill(2) },
] as const;
const plaintext = new TextEncoder().encode('Grüße');

/** The additional data from its description alone. */
const additionalData = Buffer.concat(
  ['ledgerdesk-sealed-v1', eventId, '7', subject].map((field) => {
    const bytes = Buffer.from(field, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  }),
);

/** As anybody would open it who has the public contract and another program: here the Web Cryptography API. */
async function openedElsewhere({ nonce, ciphertext }: StoredSealedValue, key: webcrypto.CryptoKey): Promise<string> {
  const [iv, bytes] = [Buffer.from(nonce, 'base64'), Buffer.from(ciphertext, 'base64')];
  const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData, tagLength: 128 }, key, bytes);
  return new TextDecoder().decode(opened);
}

const aesKey = (bytes: Uint8Array<ArrayBuffer>): Promise<webcrypto.CryptoKey> =>
  crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['decrypt']);

describe('Format 1 of sealed values', () => {
  it('is AES-256-GCM with event, version and subject as additional data', async () => {
    const sealed = sealValue(plaintext, [keys[0]], { eventId, schemaVersion: 7, subject });
    expect(Buffer.from(sealed.nonce, 'base64')).toHaveLength(12);
    expect(Buffer.from(sealed.ciphertext, 'base64')).toHaveLength(plaintext.length + 16);
    expect(await openedElsewhere(sealed, await aesKey(keys[0].key))).toBe('Grüße');
  });

  it('takes the key of several by HKDF-SHA-256', async () => {
    const sealed = sealValue(plaintext, [...keys], { eventId, schemaVersion: 7, subject });
    const together = await crypto.subtle.importKey('raw', Buffer.concat(keys.map(({ key }) => key)), 'HKDF', false, [
      'deriveBits',
    ]);
    const info = new TextEncoder().encode('ledgerdesk-sealed-v1');
    const bits = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
    const key = await aesKey(new Uint8Array(await crypto.subtle.deriveBits(bits, together, 256)));
    expect(await openedElsewhere(sealed, key)).toBe('Grüße');
  });

  // Committed: sealed once, it must open for ever.
  it.each([
    ['one key', ['a'], 'ARAjMkVUZ3aJmKu6 0Da3hQxlZPdR4kdwNvcCFcPTTogED1E='],
    ['two keys', ['a', 'b'], 'wzEKyyOTnwNL7M83 ZETv0ilURYV85g8gxdOkVKOWReNuTTI='],
  ])('opens for ever what it sealed: under %s', (_, keyIds, text) => {
    const [nonce, ciphertext] = text.split(' ') as [string, string];
    const sealed: StoredSealedValue = { format: 1, keyIds, nonce, ciphertext, subject };
    const ring = new Map<string, Uint8Array>(keys.map(({ keyId, key }) => [keyId, key]));
    const opened = openValue({ eventId, schemaVersion: 7, sealed }, ring);
    expect(new TextDecoder().decode(opened as Uint8Array)).toBe('Grüße');
  });
});
