import { epochMilliseconds, Expiring } from '@ledgerdesk/kernel';
import { SignJWT } from 'jose';
import type { Clock } from '../clock.ts';
import type { Identity, IdentityIssuer } from './identity.ts';
import type { SigningKeys } from './signing-keys.ts';
import { toClaims, TOKEN_LIFE, TOKEN_TYPE } from './token-claims.ts';

// A token is used again while it outlives the longest call that may still be under way with it.
const LEFT_AT_LEAST_MS = 20_000;
const REMEMBERED = 4096;

export interface TokenIssuerOptions {
  /** The name of this service: the tokens' issuer. */
  readonly service: string;
  readonly keys: SigningKeys;
  readonly clock: Clock;
}

/** Signs identity tokens (JWT, RFC 7519; Ed25519, RFC 8037). Signing costs more than a call, so a token serves several. */
export class TokenIssuer implements IdentityIssuer {
  private readonly tokens = new Expiring<Promise<string>>(REMEMBERED);

  constructor(private readonly options: TokenIssuerOptions) {}

  issue(identity: Identity, audience: string): Promise<string> {
    const now = epochMilliseconds(this.options.clock.now());
    const { kind, subject, tenant, actingFor, permissions, teams } = identity;
    const key = JSON.stringify([audience, kind, subject, tenant, actingFor, permissions, teams]);
    return this.tokens.get(key, now) ?? this.sign(key, { identity, audience, now });
  }

  private sign(key: string, { identity, audience, now }: { identity: Identity; audience: string; now: number }) {
    const { service, keys } = this.options;
    const issuedAt = Math.floor(now / 1000);
    const token = new SignJWT(toClaims(identity))
      .setProtectedHeader({ alg: 'EdDSA', kid: keys.current.kid, typ: TOKEN_TYPE })
      .setIssuer(service)
      .setSubject(identity.subject)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + TOKEN_LIFE)
      .sign(keys.current.privateKey);
    this.tokens.set(key, token, (issuedAt + TOKEN_LIFE) * 1000 - LEFT_AT_LEAST_MS);
    token.catch(() => this.tokens.delete(key));
    return token;
  }
}
