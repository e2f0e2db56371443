import type { Permission } from '@ledgerdesk/contracts';
import type { Actor, PersonId, TeamId, TenantId } from '@ledgerdesk/kernel';

/** Who calls a service, as its verified token says. */
export interface Identity {
  readonly kind: Actor['kind'];
  /** A person's id, or `service:<name>` for a reaction. */
  readonly subject: string;
  readonly tenant: TenantId;
  /** The person acted for, where it is another. */
  readonly actingFor?: PersonId;
  readonly permissions: readonly Permission[];
  readonly teams: readonly TeamId[];
}

/** Makes the tokens with which this service calls others: at most 60 s, EdDSA, issuer = caller, audience = callee. */
export interface IdentityIssuer {
  issue(identity: Identity, audience: string): Promise<string>;
}

/** Checks a token that came with a call. @throws UnauthenticatedError */
export interface IdentityVerifier {
  verify(token: string): Promise<Identity>;
}
