import { SignJWT, importJWK, type JWK, type JWTPayload } from 'jose';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Tenants of the demo desk. */
export const HARBOUR = 'tnt_01m85ntzt8fvqbjne89q9a0q14';
export const ORCHARD = 'tnt_01m85ntzt9fvqbjneherwg48gg';

export interface Claims extends JWTPayload {
  readonly tenant?: string;
}

/** What the installation's own issuer says of somebody; a spec says otherwise where it wants a token that does not hold. */
export const claimsOf = (subject: string, tenant = HARBOUR): Claims => {
  const now = Math.floor(Date.now() / 1000);
  return { iss: 'urn:ledgerdesk:own-issuer', aud: 'ledgerdesk', sub: subject, tenant, iat: now, exp: now + 600 };
};

/** A token signed with the key of the installation's own issuer. */
export async function signed(data: string, claims: Claims): Promise<string> {
  const jwk = JSON.parse(readFileSync(path.join(data, 'issuer.jwk'), 'utf8')) as JWK;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: thumbprint(jwk), typ: 'at+jwt' })
    .sign(await importJWK(jwk, 'ES256'));
}

/** RFC 7638. */
const thumbprint = ({ crv, kty, x, y }: JWK): string =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
