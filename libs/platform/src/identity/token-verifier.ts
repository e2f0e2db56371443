import { epochMilliseconds, Expiring } from '@ledgerdesk/kernel';
import { createRemoteJWKSet, decodeJwt, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../clock.ts';
import { UnauthenticatedError } from '../problems/problem-error.ts';
import type { Identity, IdentityVerifier } from './identity.ts';
import { SigningKeys } from './signing-keys.ts';
import { toIdentity, TOKEN_LIFE, TOKEN_TYPE } from './token-claims.ts';
import { verifyJwt } from './verify-jwt.ts';

const CLOCK_TOLERANCE = 5;
const REMEMBERED = 4096;

/** A service's keys where it lives in the same process, else the address of its JWKS. */
export type TrustedKeys = SigningKeys | URL;

export interface TokenVerifierOptions {
  /** The name of this service: tokens for another one do not open it. */
  readonly audience: string;
  /** Who may call, by the name under which it issues tokens. */
  readonly trusted: Readonly<Record<string, TrustedKeys>>;
  readonly clock: Clock;
}

/** Checks identity tokens, each once: what came of it is remembered while the token holds, and no token holds for long. */
export class TokenVerifier implements IdentityVerifier {
  private readonly verified = new Expiring<Identity>(REMEMBERED);
  private readonly keys: ReadonlyMap<string, JWTVerifyGetKey>;

  constructor(private readonly options: TokenVerifierOptions) {
    this.keys = new Map(Object.entries(options.trusted).map(([issuer, trusted]) => [issuer, keysOf(trusted)]));
  }

  async verify(token: string): Promise<Identity> {
    const now = epochMilliseconds(this.options.clock.now());
    return this.verified.get(token, now) ?? (await this.check(token, now));
  }

  private async check(token: string, now: number): Promise<Identity> {
    const issuer = issuerOf(token);
    const keys = this.keys.get(issuer);
    if (!keys) throw new UnauthenticatedError(`${issuer} is not trusted`);
    const payload = await verifyJwt(token, keys, {
      algorithms: ['EdDSA'],
      typ: TOKEN_TYPE,
      issuer,
      audience: this.options.audience,
      requiredClaims: ['exp', 'iat', 'sub'],
      maxTokenAge: TOKEN_LIFE,
      clockTolerance: CLOCK_TOLERANCE,
      currentDate: new Date(now),
    });
    const { exp = 0, iat = 0 } = payload;
    if (exp - iat > TOKEN_LIFE) throw new UnauthenticatedError(`A token holds for at most ${TOKEN_LIFE} s`);
    const identity = toIdentity(payload);
    this.verified.set(token, identity, exp * 1000);
    return identity;
  }
}

function keysOf(trusted: TrustedKeys): JWTVerifyGetKey {
  // The next key is published long before it signs, so an unknown id is rarely worth a request.
  if (trusted instanceof URL) return createRemoteJWKSet(trusted, { cooldownDuration: 5_000, timeoutDuration: 3_000 });
  return ({ kid }) => {
    const key = trusted.publicKey(kid);
    if (!key) throw new UnauthenticatedError(`There is no key ${kid}`);
    return key;
  };
}

/** Who the token says made it: to choose the keys by, believed only when they fit. */
function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? '';
  } catch (error) {
    throw new UnauthenticatedError('This is not a token', { cause: error });
  }
}
