import type { KeyRing } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import { createHmac } from 'node:crypto';
import type { ValueKind, ValueNaming } from '../ports/value-naming.ts';

/** HMAC-SHA-256 (RFC 2104) under the tenant's naming key, which is never rotated: the name stands for ever. */
export class HmacValueNaming implements ValueNaming {
  constructor(private readonly keyRing: Pick<KeyRing, 'namingKey'>) {}

  async nameOf(tenant: TenantId, kind: ValueKind, value: string): Promise<string> {
    const key = await this.keyRing.namingKey(tenant);
    return createHmac('sha256', key).update(`${kind}\0${value}`).digest('hex');
  }
}
