import { parseConfig } from '@ledgerdesk/platform';
import { z } from 'zod';

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

/** Open to others, it takes neither its own issuer nor a key that it made. */
const schemaFor = (loopback: boolean) =>
  z.object({
    HTTP_HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
    HTTP_PORT: z.coerce
      .number()
      .int()
      .min(0)
      .max(65_535)
      .default(4000)
      .describe('Port to listen on; 0 takes a free one'),
    POSTGRES_ADMIN_URL: z
      .url({ protocol: /^postgres(ql)?$/ })
      .optional()
      .describe('A PostgreSQL 18 to use in place of the embedded one, as a role that may make roles and databases'),
    OIDC_ISSUER: (loopback ? z.url().optional() : z.url()).describe(
      'The identity provider whose access tokens are accepted; on loopback Ledgerdesk is its own',
    ),
    OIDC_AUDIENCE: z.string().default('ledgerdesk').describe('The audience that access tokens must name'),
    MASTER_KEYS: (loopback ? z.string().optional() : z.string()).describe(
      'id:base64 of 32 bytes, newest first, separated by commas; on loopback one is made and kept beside the data folder',
    ),
  });

/** Where the process listens, and what stands behind it. */
export interface StandaloneConfig {
  readonly host: string;
  readonly port: number;
  readonly postgresAdminUrl: string | undefined;
  readonly masterKeys: string | undefined;
  /** Undefined: Ledgerdesk's own issuer, which exists on loopback only. */
  readonly issuer: string | undefined;
  readonly audience: string;
}

/** @throws ConfigError with all faults at once, among them an open door that has no lock */
export function readConfig(env: NodeJS.ProcessEnv = process.env): StandaloneConfig {
  const config = parseConfig(schemaFor(LOOPBACK.test(env.HTTP_HOST || '127.0.0.1')), env);
  return {
    host: config.HTTP_HOST,
    port: config.HTTP_PORT,
    postgresAdminUrl: config.POSTGRES_ADMIN_URL,
    masterKeys: config.MASTER_KEYS,
    issuer: config.OIDC_ISSUER,
    audience: config.OIDC_AUDIENCE,
  };
}
