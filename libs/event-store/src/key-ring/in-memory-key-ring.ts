import type { TenantId } from '@ledgerdesk/kernel';
import { randomBytes, randomUUID } from 'node:crypto';
import type { KeyRing, SubjectKey } from '../port/key-ring.ts';
import { KEY_BYTES } from '../sealing/aes-gcm.ts';

interface TenantKeys {
  readonly namingKey: Uint8Array;
  readonly bySubject: Map<string, SubjectKey>;
  readonly byId: Map<string, Uint8Array>;
}

/** Keys that live as long as the process: for specs. */
export class InMemoryKeyRing implements KeyRing {
  private readonly tenants = new Map<TenantId, TenantKeys>();

  keysFor(tenant: TenantId, subjects: readonly string[]): Promise<ReadonlyMap<string, SubjectKey>> {
    const keys = this.keysOf(tenant);
    return Promise.resolve(
      new Map(subjects.map((subject) => [subject, keys.bySubject.get(subject) ?? create(keys, subject)])),
    );
  }

  find(tenant: TenantId, keyIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const { byId } = this.keysOf(tenant);
    const found = keyIds.flatMap((keyId) => {
      const key = byId.get(keyId);
      return key ? [[keyId, key] as const] : [];
    });
    return Promise.resolve(new Map(found));
  }

  namingKey(tenant: TenantId): Promise<Uint8Array> {
    return Promise.resolve(this.keysOf(tenant).namingKey);
  }

  erase(tenant: TenantId, subject: string): Promise<void> {
    const { bySubject, byId } = this.keysOf(tenant);
    const key = bySubject.get(subject);
    bySubject.delete(subject);
    if (key) byId.delete(key.keyId);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private keysOf(tenant: TenantId): TenantKeys {
    const found = this.tenants.get(tenant);
    if (found) return found;
    const made: TenantKeys = { namingKey: randomBytes(KEY_BYTES), bySubject: new Map(), byId: new Map() };
    this.tenants.set(tenant, made);
    return made;
  }
}

function create({ bySubject, byId }: TenantKeys, subject: string): SubjectKey {
  const made: SubjectKey = { keyId: randomUUID(), key: randomBytes(KEY_BYTES) };
  bySubject.set(subject, made);
  byId.set(made.keyId, made.key);
  return made;
}
