import { OwnIssuer } from '@ledgerdesk/access';
import { BearerVerifier, systemClock } from '@ledgerdesk/platform';
import type { Logger } from 'pino';
import type { Oidc } from '../standalone.config.ts';

/** What the own issuer's tokens name as their issuer, and logins for ever: the same at whichever port it is reached. */
const OWN_ISSUER = 'urn:ledgerdesk:own-issuer';

/** How people come in: by tokens of the installation's identity provider or, on loopback, of our own issuer. */
export interface Logins {
  readonly bearers: BearerVerifier;
  readonly ownIssuer: OwnIssuer | undefined;
  /** The issuer that logins are linked under. */
  readonly issuer: string;
}

export interface LoginOptions {
  readonly oidc: Oidc;
  /** Where our own issuer would be served. */
  readonly address: string;
  readonly keyFile: string;
  readonly logger?: Pick<Logger, 'warn'>;
}

/** @throws NotOnLoopbackError, IssuerKeyError */
export async function openLogins({ oidc, address, keyFile, logger }: LoginOptions): Promise<Logins> {
  const clock = systemClock;
  const { issuer, ...claims } = oidc;
  if (issuer !== undefined) {
    const bearers = new BearerVerifier({ issuer, ...claims, keys: 'discover', clock, ...(logger && { logger }) });
    return { bearers, ownIssuer: undefined, issuer };
  }
  const { audience, operatorAudience } = claims;
  const ownIssuer = await OwnIssuer.open({ issuer: OWN_ISSUER, address, keyFile, audience, operatorAudience, clock });
  // It makes tokens with the claim `tenant`, whatever another provider's would be called.
  const bearers = new BearerVerifier({ issuer: OWN_ISSUER, audience, operatorAudience, keys: ownIssuer.jwks(), clock });
  return { bearers, ownIssuer, issuer: OWN_ISSUER };
}
