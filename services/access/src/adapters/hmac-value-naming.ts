import { valueName, type KeyRing } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import type { ValueKind, ValueNaming } from '../ports/value-naming.ts';

/** Names under the tenant's naming key, which is never rotated: the name stands for ever. */
export class HmacValueNaming implements ValueNaming {
  constructor(private readonly keyRing: Pick<KeyRing, 'namingKey'>) {}

  async nameOf(tenant: TenantId, kind: ValueKind, value: string): Promise<string> {
    return valueName(await this.keyRing.namingKey(tenant), { kind, value });
  }
}
