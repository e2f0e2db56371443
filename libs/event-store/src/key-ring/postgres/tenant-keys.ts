import { Expiring, type TenantId } from '@ledgerdesk/kernel';
import { randomBytes } from 'node:crypto';
import { KEY_BYTES } from '../../sealing/aes-gcm.ts';
import type { MasterKeys } from '../master-keys.ts';
import { unwrap, wrap } from '../wrapping.ts';
import type { KeyDatabase, StoredTenantKey } from './key-database.ts';

/** A tenant's key, which wraps its subjects' keys, and its naming key. */
export interface TenantKeyPair {
  readonly key: Uint8Array;
  readonly namingKey: Uint8Array;
}

export interface TenantKeysOptions {
  readonly database: Pick<KeyDatabase, 'tenantKeyOf'>;
  readonly masterKeys: MasterKeys;
  /** How many pairs are kept. */
  readonly cacheSize: number;
  readonly now: () => number;
  /** When what is cached now is forgotten, by that clock. */
  readonly cachedUntil: () => number;
}

/** The keys of tenants, made where there are none. */
export class TenantKeys {
  private readonly cache: Expiring<Promise<TenantKeyPair>>;

  constructor(private readonly options: TenantKeysOptions) {
    this.cache = new Expiring(options.cacheSize);
  }

  /** @throws UnavailableError, UnknownMasterKeyError, BrokenKeyError */
  of(tenant: TenantId): Promise<TenantKeyPair> {
    const { now, cachedUntil } = this.options;
    const cached = this.cache.get(tenant, now());
    if (cached) return cached;
    const pair = this.getOrCreate(tenant);
    this.cache.set(tenant, pair, cachedUntil());
    pair.catch(() => this.cache.delete(tenant));
    return pair;
  }

  forgetAll(): void {
    this.cache.clear();
  }

  private async getOrCreate(tenant: TenantId): Promise<TenantKeyPair> {
    const stored = await this.options.database.tenantKeyOf(tenant, this.offer(tenant));
    const { masterKeyId, wrapped, wrappedNamingKey } = stored;
    const master = this.options.masterKeys.withId(masterKeyId);
    const key = unwrap(master.key, wrapped, ['tenant', tenant, masterKeyId]);
    return { key, namingKey: unwrap(key, wrappedNamingKey, ['naming', tenant]) };
  }

  private offer(tenant: TenantId): StoredTenantKey {
    const master = this.options.masterKeys.newest;
    const key = randomBytes(KEY_BYTES);
    return {
      masterKeyId: master.id,
      wrapped: wrap(master.key, key, ['tenant', tenant, master.id]),
      wrappedNamingKey: wrap(key, randomBytes(KEY_BYTES), ['naming', tenant]),
    };
  }
}
