import { epochMilliseconds, type TenantId } from '@ledgerdesk/kernel';
import type { Clock } from '@ledgerdesk/platform';
import { SignJWT, type JSONWebKeySet } from 'jose';
import { issuerKey, type IssuerKey } from './issuer-key.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Ledgerdesk's own issuer asks nobody for a password, so it must be where nobody else can reach it. */
export class NotOnLoopbackError extends Error {
  override readonly name = 'NotOnLoopbackError';

  constructor(address: string) {
    super(
      `Ledgerdesk is its own issuer on loopback only, not at ${address}: configure the issuer of an identity provider.`,
    );
  }
}

export interface OwnIssuerOptions {
  /** What the tokens name as issuer, and logins for ever. */
  readonly issuer: string;
  /** Where the issuer's documents are served: a loopback address. */
  readonly address: string;
  readonly keyFile: string;
  readonly audience: string;
  readonly operatorAudience: string;
  readonly clock: Clock;
}

/** For whom a token is: somebody in a tenant, or an operator above all of them. */
export type TokenWish = { readonly subject: string; readonly lifeSeconds: number } & (
  { readonly tenant: TenantId } | { readonly tenant: 'above tenants' }
);

/** The issuer of access tokens for who tries Ledgerdesk on one machine; anywhere else an identity provider is. */
export class OwnIssuer {
  private constructor(
    private readonly options: OwnIssuerOptions,
    private readonly key: IssuerKey,
  ) {}

  /** @throws NotOnLoopbackError, IssuerKeyError */
  static async open(options: OwnIssuerOptions): Promise<OwnIssuer> {
    if (!LOOPBACK.test(new URL(options.address).hostname)) throw new NotOnLoopbackError(options.address);
    return new OwnIssuer(options, await issuerKey(options.keyFile));
  }

  /** An access token as an identity provider would make one (RFC 9068). */
  mint({ subject, tenant, lifeSeconds }: TokenWish): Promise<string> {
    const { issuer, audience, operatorAudience, clock } = this.options;
    const operator = tenant === 'above tenants';
    const now = Math.floor(epochMilliseconds(clock.now()) / 1000);
    return new SignJWT(operator ? {} : { tenant })
      .setProtectedHeader({ alg: 'ES256', kid: this.key.kid, typ: 'at+jwt' })
      .setIssuer(issuer)
      .setSubject(subject)
      .setAudience(operator ? operatorAudience : audience)
      .setIssuedAt(now)
      .setExpirationTime(now + lifeSeconds)
      .sign(this.key.privateKey);
  }

  jwks(): JSONWebKeySet {
    return { keys: [this.key.publicJwk] };
  }

  /** See OpenID Connect Discovery 1.0, 3; nobody can log in here, so there is nowhere to go for it. */
  metadata(): Readonly<Record<string, unknown>> {
    return {
      issuer: this.options.issuer,
      jwks_uri: new URL('/jwks', this.options.address).href,
      response_types_supported: [],
      grant_types_supported: [],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    };
  }
}
