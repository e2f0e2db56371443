import type { MasterKeys } from '@ledgerdesk/event-store';
import {
  logLevel,
  masterKeys,
  oidcSchema,
  parseConfig,
  port,
  postgresAddress,
  tracingFields,
  tracingOf,
  type TracingConfig,
} from '@ledgerdesk/platform';
import { z } from 'zod';

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;
/** Beside what a variable is for: why it must be given here, and need not be elsewhere. */
const WANTED = ', wanted because HTTP_HOST lets other machines in';

// Here the issuer itself is always asked where its keys are.
const { OIDC_ISSUER: _, OIDC_JWKS_URL: __, ...others } = oidcSchema.shape;

/** Open to others, it takes neither its own issuer nor a key that it made. */
const schemaFor = (loopback: boolean) =>
  z.object({
    HTTP_HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
    HTTP_PORT: port.default(4000).describe('Port to listen on; 0 takes a free one'),
    OPS_PORT: port.min(1).optional().describe('Port of probes and metrics, on HTTP_HOST; without it there are none'),
    LOG_LEVEL: logLevel,
    ...tracingFields,
    POSTGRES_ADMIN_URL: postgresAddress
      .optional()
      .describe(
        'A PostgreSQL 18 or newer to use in place of the embedded one, as a role that may make roles and databases',
      ),
    OIDC_ISSUER: (loopback ? z.url().optional() : z.url()).describe(
      `The identity provider whose access tokens are accepted; on loopback Ledgerdesk is its own${loopback ? '' : WANTED}`,
    ),
    ...others,
    MASTER_KEYS: (loopback ? masterKeys.optional() : masterKeys).describe(
      `id:base64 of 32 bytes, newest first, separated by commas; on loopback one is made and kept beside the data folder${loopback ? '' : WANTED}`,
    ),
  });

/** Whose access tokens are believed, and by what in them. */
export interface Oidc {
  /** Undefined: Ledgerdesk's own issuer, which exists on loopback only. */
  readonly issuer: string | undefined;
  readonly audience: string;
  readonly operatorAudience: string;
  readonly tenantClaim: string;
}

/** The configuration as it is on loopback: what the reference prints. */
export const configSchema = schemaFor(true);

/** Where the process listens, and what stands behind it. */
export interface StandaloneConfig {
  readonly host: string;
  readonly port: number;
  /** Nobody on another machine gets here. */
  readonly loopback: boolean;
  /** Where probes and metrics are, if they are wanted. */
  readonly opsPort: number | undefined;
  readonly logLevel: string;
  readonly tracing: TracingConfig;
  readonly postgresAdminUrl: string | undefined;
  readonly masterKeys: MasterKeys | undefined;
  readonly oidc: Oidc;
}

/** @throws ConfigError with all faults at once, among them an open door that has no lock */
export function readConfig(env: NodeJS.ProcessEnv = process.env): StandaloneConfig {
  const loopback = LOOPBACK.test(env.HTTP_HOST || '127.0.0.1');
  const config = parseConfig(schemaFor(loopback), env);
  return {
    host: config.HTTP_HOST,
    port: config.HTTP_PORT,
    loopback,
    opsPort: config.OPS_PORT,
    logLevel: config.LOG_LEVEL,
    tracing: tracingOf(config),
    postgresAdminUrl: config.POSTGRES_ADMIN_URL,
    masterKeys: config.MASTER_KEYS,
    oidc: {
      issuer: config.OIDC_ISSUER,
      audience: config.OIDC_AUDIENCE,
      operatorAudience: config.OIDC_OPERATOR_AUDIENCE,
      tenantClaim: config.OIDC_TENANT_CLAIM,
    },
  };
}

/** The folder in which somebody typed the command: npm goes to the root of the clone, and says where it came from. */
export const workingFolder = (): string => process.env.INIT_CWD || process.cwd();
