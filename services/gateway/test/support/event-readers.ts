import { rolePermissions, type Role } from '@ledgerdesk/contracts';
import type { PersonId, TeamId, TenantId } from '@ledgerdesk/kernel';
import { SOME_TENANT } from '@ledgerdesk/testing';
import type { Reader } from '../../src/http/events/readable.ts';

/** Who reads, and of which tenant. */
export type SpecReader = Reader & { readonly tenant: TenantId };

/** Somebody who reads events, as the gateway makes them out. */
export const aReader = (
  role: Role,
  personId: PersonId,
  { tenant = SOME_TENANT, teams = [] }: { readonly tenant?: TenantId; readonly teams?: readonly TeamId[] } = {},
): SpecReader => ({
  tenant,
  personId,
  identity: { kind: 'person', subject: personId, tenant, permissions: rolePermissions[role], teams },
});

/** What specs look at of a CloudEvent. */
export interface ReadEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly sequence: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export const parsed = (events: readonly string[]): readonly ReadEvent[] =>
  events.map((text) => JSON.parse(text) as ReadEvent);
