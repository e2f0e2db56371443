import { z } from 'zod';
import { parseConfig } from '../config/parse-config.ts';
import type { BearerVerifierOptions } from './bearer-verifier.ts';

/** The identity provider whose access tokens people and integrations bring. */
export const oidcSchema = z.object({
  OIDC_ISSUER: z.string().min(1).describe('The identity provider whose access tokens are accepted, as they name it'),
  OIDC_JWKS_URL: z
    .url()
    .optional()
    .describe(
      'Where its keys are; by default it is asked (OpenID Connect Discovery), which wants an issuer that is an address',
    ),
  OIDC_AUDIENCE: z.string().default('ledgerdesk').describe('The audience that access tokens must name'),
  OIDC_OPERATOR_AUDIENCE: z
    .string()
    .default('ledgerdesk-operator')
    .describe('The audience of access tokens that open what stands above tenants'),
  OIDC_TENANT_CLAIM: z.string().default('tenant').describe('The claim of access tokens that names the tenant'),
});

/** What an identity provider is known by. @throws ConfigError */
export function readOidcConfig(env?: NodeJS.ProcessEnv): Omit<BearerVerifierOptions, 'clock' | 'logger'> {
  const config = parseConfig(oidcSchema, env);
  return {
    issuer: config.OIDC_ISSUER,
    audience: config.OIDC_AUDIENCE,
    operatorAudience: config.OIDC_OPERATOR_AUDIENCE,
    tenantClaim: config.OIDC_TENANT_CLAIM,
    keys: config.OIDC_JWKS_URL ? new URL(config.OIDC_JWKS_URL) : 'discover',
  };
}
