import type { PersonId, TenantId } from '@ledgerdesk/kernel';
import type { Identity } from '@ledgerdesk/platform';

/** Who asks, as resolvers see them. */
export interface Viewer {
  /** What the person may do, and in which teams; as services are told it. */
  readonly identity: Identity;
  readonly personId: PersonId;
  readonly tenant: TenantId;
  /** Keys of roles. */
  readonly roles: readonly string[];
  /** Until when the access token holds, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** The identity token for calls to that service. */
  issueToken(audience: string): Promise<string>;
}
