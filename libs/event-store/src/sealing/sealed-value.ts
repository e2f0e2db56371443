import type { common } from '@ledgerdesk/contracts';

/** A sealed value inside an event's data, as JSON: the fields of `ledgerdesk.common.v1.SealedValue`, bytes as base64. */
export interface StoredSealedValue {
  readonly format: 1;
  readonly keyIds: readonly string[];
  readonly nonce: string;
  readonly ciphertext: string;
  readonly subject: string;
}

/** A sealed value, as stored or as a public message carries it. */
export type SealedValue = StoredSealedValue | Readonly<common.SealedValue>;

/** What opening a sealed value gives: its plaintext, or that the key is gone. Every reader handles both. */
export type Opened<Plain> = Plain | 'erased';

/** A stored sealed value as public messages carry it: closed, byte for byte. */
export const toMessageValue = ({
  format,
  keyIds,
  nonce,
  ciphertext,
  subject,
}: StoredSealedValue): common.SealedValue => ({
  format,
  keyIds: [...keyIds],
  nonce: Buffer.from(nonce, 'base64'),
  ciphertext: Buffer.from(ciphertext, 'base64'),
  subject,
});
