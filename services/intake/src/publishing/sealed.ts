import type { common } from '@ledgerdesk/contracts';
import type { StoredSealedValue } from '@ledgerdesk/event-store';
import type { Personal } from '@ledgerdesk/kernel';

/** A stored sealed value as messages carry it: closed, byte for byte. */
export function sealed(personal: Personal<unknown>): common.SealedValue {
  if (!('sealed' in personal)) throw new Error('Not stored yet: personal data in clear is never published');
  const { format, keyIds, nonce, ciphertext, subject } = personal.sealed as StoredSealedValue;
  return {
    format,
    keyIds: [...keyIds],
    nonce: Buffer.from(nonce, 'base64'),
    ciphertext: Buffer.from(ciphertext, 'base64'),
    subject,
  };
}
