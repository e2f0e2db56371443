import type { TenantId } from '@ledgerdesk/kernel';

/** A data subject's key: 32 bytes for AES-256-GCM, under an immutable id. */
export interface SubjectKey {
  readonly keyId: string;
  readonly key: Uint8Array;
}

/**
 * The keys of data subjects. Lost keys are personal data forgotten; nothing else is kept of them. Each call is batched;
 * answers are cached for at most 60 s.
 */
export interface KeyRing {
  /** The current key of each subject, created where there is none. @throws UnavailableError */
  keysFor(tenant: TenantId, subjects: readonly string[]): Promise<ReadonlyMap<string, SubjectKey>>;

  /** Keys by id; an id that is absent from the answer was erased. @throws UnavailableError */
  find(tenant: TenantId, keyIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;

  /** The tenant's naming key (32 bytes, never rotated): names unique values (`valueName`) and sealed objects. */
  namingKey(tenant: TenantId): Promise<Uint8Array>;

  /** Erases a subject's keys for ever. */
  erase(tenant: TenantId, subject: string): Promise<void>;

  close(): Promise<void>;
}
