import { createRemoteJWKSet, type JWTVerifyGetKey, type RemoteJWKSetOptions } from 'jose';
import { z } from 'zod';

const TIMEOUT_MS = 5_000;

const metadata = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** The keys of an issuer that says itself where they are: asked at the first token, and again until it has answered. */
export function discoveredKeys(issuer: string, options?: RemoteJWKSetOptions): JWTVerifyGetKey {
  let found: Promise<JWTVerifyGetKey> | undefined;
  return async (header, token) => {
    found ??= discover(issuer, options).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    const keys = await found;
    return keys(header, token);
  };
}

/** See OpenID Connect Discovery 1.0, 4: the answer must name the issuer that was asked. */
async function discover(issuer: string, options?: RemoteJWKSetOptions): Promise<JWTVerifyGetKey> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  const { issuer: named, jwks_uri } = metadata.parse(await answer.json());
  if (named !== issuer) throw new Error(`${url} is of the issuer ${named}`);
  return createRemoteJWKSet(new URL(jwks_uri), options);
}
