import {
  UnauthenticatedError,
  type BearerVerifier,
  type Clock,
  type IdentityIssuer,
  type ServiceRuntime,
} from '@ledgerdesk/platform';
import { KnownLogins, type ChangedRows, type LoginNaming } from './known-logins.ts';
import type { Viewer } from './viewer.ts';

export interface ViewersNeeds {
  readonly bearers: Pick<BearerVerifier, 'verify'>;
  readonly views: Pick<ServiceRuntime['views'], 'read'>;
  readonly nameOf: LoginNaming;
  readonly issuer: IdentityIssuer;
  readonly clock: Clock;
}

// The scheme's name is written in any case (RFC 9110, 11.1).
const BEARER = /^Bearer +([^\s]+)$/i;

/** Makes out who asks, from the access token that came along. */
export class Viewers {
  private readonly logins: KnownLogins;

  constructor(private readonly needs: ViewersNeeds) {
    this.logins = new KnownLogins(needs);
  }

  /**
   * Whoever the `Authorization` header names; a login that is nobody's looks to the outside as a token that does not hold.
   * @throws UnauthenticatedError, or ProblemError UNAVAILABLE where nobody can be asked
   */
  async viewerOf(authorization: string | undefined): Promise<Viewer> {
    const [, token] = BEARER.exec(authorization ?? '') ?? [];
    if (token === undefined) throw new UnauthenticatedError('The request carries no access token');
    const { tenant, expiresAt, ...login } = await this.needs.bearers.verify(token);
    const standing = await this.logins.find(tenant, login);
    if (!standing) throw new UnauthenticatedError(`A login of ${login.issuer} is nobody's in ${tenant}`);
    const { identity } = standing;
    return { ...standing, tenant, expiresAt, issueToken: (audience) => this.needs.issuer.issue(identity, audience) };
  }

  /** Forgets what has changed in the views. */
  changed(rows: ChangedRows): void {
    this.logins.changed(rows);
  }
}
