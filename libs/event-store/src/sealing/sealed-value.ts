/** A sealed value inside an event's data, as JSON: the fields of `ledgerdesk.common.v1.SealedValue`, bytes as base64. */
export interface StoredSealedValue {
  readonly format: 1;
  readonly keyIds: readonly string[];
  readonly nonce: string;
  readonly ciphertext: string;
  readonly subject: string;
}

/** What opening a sealed value gives: its plaintext, or that the key is gone. Every reader handles both. */
export type Opened<Plain> = Plain | 'erased';
