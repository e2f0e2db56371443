import type { TenantId } from '@ledgerdesk/kernel';
import { pooled } from '@ledgerdesk/postgres';
import pg from 'pg';
import { isBusy } from '../../postgres/connection/faults.ts';
import { DiskFullError, UnavailableError } from '../../port/errors.ts';
import { isConnectionFault, isDiskFull } from '../../postgres/connection/connection-fault.ts';
import { ForbiddenKeyUseError } from '../errors.ts';

/** How to reach the database of keys. */
export interface KeyDatabaseOptions {
  readonly url: string;
  /** Shown by `pg_stat_activity`. */
  readonly applicationName: string;
  /** After so long without an answer the key ring counts as unavailable. */
  readonly answerTimeoutMs: number;
  /** Whether the address is that of a pooler that lends connections for a transaction. */
  readonly pooled: boolean;
  /** Hears of each call for which the disk had no room. */
  readonly onDiskFull: () => void;
}

/** A tenant's keys as they are stored. */
export interface StoredTenantKey {
  readonly masterKeyId: string;
  readonly wrapped: Buffer;
  readonly wrappedNamingKey: Buffer;
}

/** A subject's key as it is stored. */
export interface StoredSubjectKey {
  readonly tenant: TenantId;
  readonly subject: string;
  readonly keyId: string;
  readonly wrapped: Buffer;
}

/** The functions of the schema of keys. Each may be called twice, so a lost connection is tried again once. */
export class KeyDatabase {
  private readonly pool: pg.Pool;

  constructor(private readonly options: KeyDatabaseOptions) {
    const { url, applicationName, answerTimeoutMs } = options;
    const config: pg.PoolConfig = {
      connectionString: url,
      application_name: applicationName,
      max: 2,
      connectionTimeoutMillis: answerTimeoutMs,
      query_timeout: answerTimeoutMs,
      statement_timeout: answerTimeoutMs,
      idleTimeoutMillis: 0,
      keepAlive: true,
    };
    this.pool = new pg.Pool(options.pooled ? pooled(config) : config);
    // Without a listener the loss of an idle connection would end the process.
    this.pool.on('error', () => undefined);
  }

  async tenantKeyOf(tenant: TenantId, offered: StoredTenantKey): Promise<StoredTenantKey> {
    const [row] = await this.call<StoredTenantKey>(
      `SELECT master_key_id AS "masterKeyId", wrapped_key AS wrapped, wrapped_naming_key AS "wrappedNamingKey"
       FROM keys.tenant_key_of($1, $2, $3, $4)`,
      [tenant, offered.masterKeyId, offered.wrapped, offered.wrappedNamingKey],
    );
    if (!row) throw new UnavailableError(`The key of ${tenant} was removed as it was made.`);
    return row;
  }

  /** The subjects' keys: those that stand, and for the others what is offered here. */
  subjectKeysOf(offered: readonly StoredSubjectKey[]): Promise<readonly StoredSubjectKey[]> {
    return this.call<StoredSubjectKey>(`SELECT ${SUBJECT_KEY} FROM keys.subject_keys_of($1, $2, $3, $4)`, [
      offered.map(({ tenant }) => tenant),
      offered.map(({ subject }) => subject),
      offered.map(({ keyId }) => keyId),
      offered.map(({ wrapped }) => wrapped),
    ]);
  }

  keysWithIds(wanted: readonly Pick<StoredSubjectKey, 'tenant' | 'keyId'>[]): Promise<readonly StoredSubjectKey[]> {
    return this.call<StoredSubjectKey>(`SELECT ${SUBJECT_KEY} FROM keys.keys_with_ids($1, $2)`, [
      wanted.map(({ tenant }) => tenant),
      wanted.map(({ keyId }) => keyId),
    ]);
  }

  /** The ids of the keys that are gone now. */
  async eraseSubject(tenant: TenantId, subject: string): Promise<readonly string[]> {
    const rows = await this.call<{ keyId: string }>(
      'SELECT erased AS "keyId" FROM keys.erase_subject($1, $2) AS erased',
      [tenant, subject],
    );
    return rows.map(({ keyId }) => keyId);
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async call<Row extends object>(text: string, values: unknown[]): Promise<readonly Row[]> {
    try {
      return await this.query<Row>(text, values).catch((error: unknown) => {
        if (!isConnectionFault(error)) throw error;
        return this.query<Row>(text, values);
      });
    } catch (error) {
      if (isDiskFull(error)) this.options.onDiskFull();
      throw toTypedError(error);
    }
  }

  private async query<Row extends object>(text: string, values: unknown[]): Promise<readonly Row[]> {
    const { rows } = await this.pool.query<Row>(text, values);
    return rows;
  }
}

const SUBJECT_KEY = 'tenant_id AS tenant, subject, key_id AS "keyId", wrapped_key AS wrapped';

function toTypedError(error: unknown): unknown {
  const { code = '', message } = error as Error & { readonly code?: string };
  if (code === '42501') return new ForbiddenKeyUseError(message, { cause: error });
  if (isDiskFull(error)) return new DiskFullError(`The disk of the keys is full: ${message}`, { cause: error });
  if (isBusy(code) || isConnectionFault(error)) {
    return new UnavailableError(`The keys cannot be reached: ${message}`, { cause: error });
  }
  return error;
}
