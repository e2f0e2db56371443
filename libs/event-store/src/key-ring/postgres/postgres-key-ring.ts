import { Expiring, type TenantId } from '@ledgerdesk/kernel';
import { randomBytes, randomUUID } from 'node:crypto';
import { UnavailableError } from '../../port/errors.ts';
import type { KeyRing, SubjectKey } from '../../port/key-ring.ts';
import { KEY_BYTES } from '../../sealing/aes-gcm.ts';
import type { MasterKeys } from '../master-keys.ts';
import { unwrap, wrap } from '../wrapping.ts';
import { AskedTogether } from './asked-together.ts';
import { KeyDatabase, type StoredSubjectKey } from './key-database.ts';
import { TenantKeys } from './tenant-keys.ts';

/** What the key ring on PostgreSQL needs. */
export interface PostgresKeyRingOptions {
  /** The address of the keys' database, as the service's own role. */
  readonly url: string;
  readonly masterKeys: MasterKeys;
  /** Shown by `pg_stat_activity`. */
  readonly applicationName?: string;
  /** Whether the address is that of a pooler that lends connections for a transaction. */
  readonly pooled?: boolean;
  readonly answerTimeoutMs?: number;
  /** How many keys are kept in memory; 20,000 by default. */
  readonly cacheSize?: number;
  /** A clock that never goes back, in milliseconds. */
  readonly now?: () => number;
  /** Hears of each key for which the disk had no room. */
  readonly onDiskFull?: () => void;
}

/** A process that did not erase a key itself reads with it for no longer than this (`conventions.md` 3). */
const CACHED_FOR_MS = 60_000;
const AT_ONCE = 1_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type WantedKey = Pick<StoredSubjectKey, 'tenant' | 'keyId'>;

/**
 * Keys in a database of their own: each subject's is wrapped by its tenant's, which a master key wraps. The database sees
 * wrapped keys only, through functions that the service's role may execute.
 */
export class PostgresKeyRing implements KeyRing {
  private readonly database: KeyDatabase;
  private readonly tenants: TenantKeys;
  private readonly now: () => number;
  private readonly current: Expiring<SubjectKey>;
  private readonly byId: Expiring<Uint8Array | 'erased'>;
  private readonly offered: AskedTogether<StoredSubjectKey, StoredSubjectKey>;
  private readonly wanted: AskedTogether<WantedKey, StoredSubjectKey>;
  /** What was asked before an erasure is answered but not kept: it may be what was erased. */
  private erasures = 0;

  constructor(options: PostgresKeyRingOptions) {
    const { url, masterKeys, applicationName = 'ledgerdesk keys', answerTimeoutMs = 5_000 } = options;
    const { onDiskFull = () => undefined, pooled = false } = options;
    const { cacheSize = 20_000, now = () => performance.now() } = options;
    const database = new KeyDatabase({ url, applicationName, answerTimeoutMs, pooled, onDiskFull });
    this.database = database;
    this.now = now;
    this.tenants = new TenantKeys({ database, masterKeys, cacheSize, now, cachedUntil: () => this.cachedUntil() });
    this.current = new Expiring(cacheSize);
    this.byId = new Expiring(cacheSize);
    this.offered = new AskedTogether(
      async (offers) => named(await database.subjectKeysOf(offers), nameOfSubject),
      AT_ONCE,
    );
    this.wanted = new AskedTogether(async (ids) => named(await database.keysWithIds(ids), nameOfKey), AT_ONCE);
  }

  async keysFor(tenant: TenantId, subjects: readonly string[]): Promise<ReadonlyMap<string, SubjectKey>> {
    const keys = new Map<string, SubjectKey>();
    const made: Promise<unknown>[] = [];
    for (const subject of subjects) {
      const cached = this.current.get(nameOfSubject({ tenant, subject }), this.now());
      if (cached) keys.set(subject, cached);
      else made.push(this.getOrCreate(tenant, subject).then((key) => keys.set(subject, key)));
    }
    await Promise.all(made);
    return keys;
  }

  async find(tenant: TenantId, keyIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const keys = new Map<string, Uint8Array>();
    const asked: Promise<unknown>[] = [];
    for (const keyId of keyIds) {
      const cached =
        this.byId.get(nameOfKey({ tenant, keyId }), this.now()) ?? (UUID.test(keyId) ? undefined : 'erased');
      if (!cached) asked.push(this.get(tenant, keyId).then((key) => key && keys.set(keyId, key)));
      else if (cached !== 'erased') keys.set(keyId, cached);
    }
    await Promise.all(asked);
    return keys;
  }

  async namingKey(tenant: TenantId): Promise<Uint8Array> {
    return (await this.tenants.of(tenant)).namingKey;
  }

  async erase(tenant: TenantId, subject: string): Promise<void> {
    const erased = await this.database.eraseSubject(tenant, subject);
    this.erasures += 1;
    this.current.delete(nameOfSubject({ tenant, subject }));
    for (const keyId of erased) this.byId.delete(nameOfKey({ tenant, keyId }));
  }

  close(): Promise<void> {
    this.tenants.forgetAll();
    this.current.clear();
    this.byId.clear();
    return this.database.close();
  }

  private cachedUntil(): number {
    return this.now() + CACHED_FOR_MS;
  }

  /** Offers a key of its own making; where there is one already, that one stands. */
  private async getOrCreate(tenant: TenantId, subject: string): Promise<SubjectKey> {
    const { erasures } = this;
    const tenantKey = (await this.tenants.of(tenant)).key;
    const keyId = randomUUID();
    const wrapped = wrap(tenantKey, randomBytes(KEY_BYTES), ['subject', tenant, subject, keyId]);
    const offer = { tenant, subject, keyId, wrapped };
    const stored = await this.offered.ask(nameOfSubject(offer), offer);
    if (!stored) throw new UnavailableError(`The key of a subject of ${tenant} was erased as it was made.`);
    const key = { keyId: stored.keyId, key: opened(tenantKey, stored) };
    if (erasures === this.erasures) {
      this.current.set(nameOfSubject(stored), key, this.cachedUntil());
      this.byId.set(nameOfKey(stored), key.key, this.cachedUntil());
    }
    return key;
  }

  private async get(tenant: TenantId, keyId: string): Promise<Uint8Array | undefined> {
    const { erasures } = this;
    const name = nameOfKey({ tenant, keyId });
    const stored = await this.wanted.ask(name, { tenant, keyId });
    const key = stored && opened((await this.tenants.of(tenant)).key, stored);
    if (erasures === this.erasures) this.byId.set(name, key ?? 'erased', this.cachedUntil());
    return key;
  }
}

const nameOfSubject = ({ tenant, subject }: Pick<StoredSubjectKey, 'tenant' | 'subject'>): string =>
  `${tenant}/${subject}`;
const nameOfKey = ({ tenant, keyId }: WantedKey): string => `${tenant}/${keyId}`;

const named = <Key>(keys: readonly Key[], nameOf: (key: Key) => string): ReadonlyMap<string, Key> =>
  new Map(keys.map((key) => [nameOf(key), key]));

const opened = (tenantKey: Uint8Array, { tenant, subject, keyId, wrapped }: StoredSubjectKey): Uint8Array =>
  unwrap(tenantKey, wrapped, ['subject', tenant, subject, keyId]);
