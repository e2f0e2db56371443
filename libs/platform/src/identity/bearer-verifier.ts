import { epochMilliseconds, Expiring, isId, RESERVED_TENANT, type TenantId } from '@ledgerdesk/kernel';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  type RemoteJWKSetOptions,
} from 'jose';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { UnauthenticatedError } from '../problems/problem-error.ts';
import { IssuerNotice } from '../observability/issuer-notice.ts';
import { discoveredKeys } from './discovered-keys.ts';
import { noticedKeys } from './noticed-keys.ts';
import { verifyJwt } from './verify-jwt.ts';

// Signatures only, no shared secrets, and none that the token's own header could choose beside these (RFC 8725, 3.1).
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA', 'Ed25519'];
const CLOCK_TOLERANCE = 5;
const REMEMBERED = 4096;
/** No date is later (ECMA-262, 21.4.1.1). */
const LAST_SECOND = 8.64e12;

export interface BearerVerifierOptions {
  /** Exactly as it stands in the tokens. */
  readonly issuer: string;
  readonly audience: string;
  /**
   * A token for this audience, and no other, opens what stands above tenants; whom the issuer gives one is an operator.
   * Without it nobody gets there.
   */
  readonly operatorAudience?: string;
  /** Where the issuer's keys are, or the keys; `discover` asks the issuer (OpenID Connect Discovery 1.0). */
  readonly keys: URL | JSONWebKeySet | 'discover';
  /** The claim that names the tenant; `tenant` by default. */
  readonly tenantClaim?: string;
  readonly clock: Clock;
  /** Is told where the issuer cannot be asked, and where it can again. */
  readonly logger?: Pick<Logger, 'warn'>;
}

/** The login behind an access token, and the tenant it is for. */
export interface Bearer {
  readonly issuer: string;
  readonly subject: string;
  readonly tenant: TenantId;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Checks access tokens of the installation's identity provider (OpenID Connect), as people and integrations bring them. */
export class BearerVerifier {
  private readonly verified = new Expiring<Bearer>(REMEMBERED);
  private readonly keys: JWTVerifyGetKey;

  constructor(private readonly options: BearerVerifierOptions) {
    this.keys = keysOf(options);
  }

  /** @throws UnauthenticatedError, or ProblemError UNAVAILABLE where the issuer's keys cannot be had */
  async verify(token: string): Promise<Bearer> {
    const now = epochMilliseconds(this.options.clock.now());
    return this.verified.get(token, now) ?? (await this.check(token, now));
  }

  private async check(token: string, now: number): Promise<Bearer> {
    const { issuer, audience, operatorAudience } = this.options;
    const payload = await verifyJwt(token, this.keys, {
      algorithms: ALGORITHMS,
      issuer,
      audience: operatorAudience ? [audience, operatorAudience] : audience,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE,
      currentDate: new Date(now),
    });
    const bearer = this.toBearer(payload);
    this.verified.set(token, bearer, bearer.expiresAt);
    return bearer;
  }

  private toBearer(payload: JWTPayload): Bearer {
    const { iss = '', sub = '', exp = 0 } = payload;
    if (exp > LAST_SECOND) throw new UnauthenticatedError('The token expires beyond all dates');
    return Object.freeze({ issuer: iss, subject: sub, tenant: this.tenantOf(payload), expiresAt: exp * 1000 });
  }

  private tenantOf({ aud = [], ...claims }: JWTPayload): TenantId {
    const { operatorAudience, tenantClaim = 'tenant' } = this.options;
    if (operatorAudience && [aud].flat().includes(operatorAudience)) return RESERVED_TENANT;
    const tenant = claims[tenantClaim];
    if (typeof tenant !== 'string' || !isId('tnt', tenant)) throw new UnauthenticatedError('The token names no tenant');
    if (tenant === RESERVED_TENANT) throw new UnauthenticatedError('The token names the reserved tenant');
    return tenant;
  }
}

function keysOf({ keys, issuer, logger }: BearerVerifierOptions): JWTVerifyGetKey {
  if (keys !== 'discover' && !(keys instanceof URL)) return createLocalJWKSet(keys);
  const remote = (options?: RemoteJWKSetOptions): JWTVerifyGetKey =>
    keys === 'discover' ? discoveredKeys(issuer, options) : createRemoteJWKSet(keys, options);
  return logger ? noticedKeys(remote, new IssuerNotice({ logger, issuer })) : remote();
}
