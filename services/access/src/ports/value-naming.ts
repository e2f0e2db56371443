import type { TenantId } from '@ledgerdesk/kernel';

/** What kind of value is unique in its tenant. */
export type ValueKind = 'tenant key' | 'first administrator' | 'mail' | 'login' | 'team key';

/** Names the claim of a unique value, always alike, so that nobody learns the value from the name. */
export interface ValueNaming {
  nameOf(tenant: TenantId, kind: ValueKind, value: string): Promise<string>;
}
