import { MalformedMasterKeysError, parseMasterKeys, type MasterKeys } from '@ledgerdesk/event-store';
import { parseConfig } from '@ledgerdesk/platform';
import { z } from 'zod';

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Beside what a variable is for: why it must be given here, and need not be elsewhere. */
const WANTED = ', wanted because HTTP_HOST lets other machines in';

const masterKeys = z.string().transform((text, { addIssue }) => {
  try {
    return parseMasterKeys(text);
  } catch (error) {
    if (!(error instanceof MalformedMasterKeysError)) throw error;
    addIssue(error.message);
    return z.NEVER;
  }
});

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
    LOG_LEVEL: z.enum(LOG_LEVELS).default('warn').describe('From which level on the log tells, on stderr'),
    POSTGRES_ADMIN_URL: z
      .url({ protocol: /^postgres(ql)?$/ })
      .optional()
      .describe('A PostgreSQL 18 to use in place of the embedded one, as a role that may make roles and databases'),
    OIDC_ISSUER: (loopback ? z.url().optional() : z.url()).describe(
      `The identity provider whose access tokens are accepted; on loopback Ledgerdesk is its own${loopback ? '' : WANTED}`,
    ),
    OIDC_AUDIENCE: z.string().default('ledgerdesk').describe('The audience that access tokens must name'),
    OIDC_OPERATOR_AUDIENCE: z
      .string()
      .default('ledgerdesk-operator')
      .describe('The audience of access tokens that open what stands above tenants'),
    OIDC_TENANT_CLAIM: z.string().default('tenant').describe('The claim of access tokens that names the tenant'),
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
  readonly logLevel: string;
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
    logLevel: config.LOG_LEVEL,
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
