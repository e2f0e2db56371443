import { OwnIssuer } from '@ledgerdesk/access';
import { BearerVerifier, systemClock } from '@ledgerdesk/platform';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const ISSUER = 'urn:of-a-spec';
const AUDIENCE = 'ledgerdesk';

/** The identity provider of a spec, and who believes it. */
export interface SpecIssuer {
  readonly issuer: OwnIssuer;
  readonly bearers: BearerVerifier;
  readonly close: () => void;
}

export async function openSpecIssuer(): Promise<SpecIssuer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-issuer-'));
  const clock = systemClock;
  const issuer = await OwnIssuer.open({
    issuer: ISSUER,
    address: 'http://127.0.0.1',
    keyFile: path.join(folder, 'issuer.jwk'),
    audience: AUDIENCE,
    operatorAudience: 'operators',
    clock,
  });
  const bearers = new BearerVerifier({ issuer: ISSUER, audience: AUDIENCE, keys: issuer.jwks(), clock });
  return { issuer, bearers, close: () => rmSync(folder, { recursive: true }) };
}
