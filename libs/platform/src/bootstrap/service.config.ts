import type { MasterKeys } from '@ledgerdesk/event-store';
import type { KafkaConnection, PayloadFormat } from '@ledgerdesk/messaging';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { byName, list, logLevel, masterKeys, port, postgresAddress } from '../config/fields.ts';
import { parseConfig } from '../config/parse-config.ts';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

const privateKeys = z.string().transform((text, { addIssue }): JSONWebKeySet => {
  try {
    const { keys } = JSON.parse(text) as Partial<JSONWebKeySet>;
    if (keys?.length && keys.every(({ kty, crv, d }) => kty === 'OKP' && crv === 'Ed25519' && typeof d === 'string')) {
      return { keys };
    }
  } catch {
    // Said below, without what stands in it.
  }
  addIssue('must be a JSON Web Key Set of private Ed25519 keys');
  return z.NEVER;
});

/** What every service that runs alone wants to know. */
export const serviceSchema = z
  .object({
    LEDGER_URL: postgresAddress.describe("The ledger's database, as the service's own role"),
    KEYS_URL: postgresAddress.describe("The database of data subjects' keys, as the service's own role"),
    READ_URL: postgresAddress.describe("The service's own read database, as its own role"),
    DATABASE_PASSWORD: z.string().optional().describe('The password of that role, where the addresses hold none'),
    MASTER_KEYS: masterKeys.describe('id:base64 of 32 bytes, newest first, separated by commas'),
    KAFKA_BROKERS: list.describe('host:port of brokers to begin with, separated by commas'),
    KAFKA_GENERATION: z
      .string()
      .regex(/^[a-z0-9-]{1,32}$/)
      .default('1')
      .describe('The generation of topics that are written and heard'),
    KAFKA_PAYLOAD: z
      .enum(['protobuf', 'json'])
      .default('protobuf')
      .describe('How the messages of internal topics are written'),
    KAFKA_TLS: flag.default(false).describe('Whether brokers are spoken to over TLS'),
    KAFKA_CA: z
      .string()
      .optional()
      .describe('Certificates (PEM) by which brokers are believed, in place of those of the system'),
    KAFKA_SASL_MECHANISM: z
      .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
      .optional()
      .describe('How this service says to brokers who it is'),
    KAFKA_SASL_USERNAME: z.string().optional().describe('Who it is to the brokers'),
    KAFKA_SASL_PASSWORD: z.string().optional().describe('And its password there'),
    SIGNING_KEYS: privateKeys.describe(
      'JSON Web Key Set of private Ed25519 keys, the same for all replicas of a service: the first signs identity tokens, all are published',
    ),
    TRUSTED_KEYS: byName
      .refine((named) => Object.values(named).every((url) => URL.canParse(url)), 'must name whole URLs')
      .default({})
      .describe('Where the keys of the services are that may call this one: name=URL, separated by commas'),
    RPC_ADDRESSES: byName
      .default({})
      .describe('Where the services are that this one calls: name=host:port, separated by commas'),
    GRPC_HOST: z.string().default('127.0.0.1').describe('Address on which other services call this one'),
    GRPC_PORT: port.default(50_051).describe('And the port'),
    HTTP_HOST: z.string().default('127.0.0.1').describe('Address on which people call this service, if it speaks HTTP'),
    HTTP_PORT: port.default(4000).describe('And the port'),
    OPS_HOST: z.string().default('127.0.0.1').describe('Address of probes, metrics and published keys'),
    OPS_PORT: port.default(9464).describe('And the port'),
    LOG_LEVEL: logLevel,
  })
  .superRefine((config, { addIssue }) => {
    if (config.KAFKA_SASL_MECHANISM && !(config.KAFKA_SASL_USERNAME && config.KAFKA_SASL_PASSWORD)) {
      addIssue({ code: 'custom', message: 'KAFKA_SASL_MECHANISM wants KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD' });
    }
  });

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** How a service that runs alone reaches what it stands on, and is reached. */
export interface ServiceConfig {
  readonly ledgerUrl: string;
  readonly keysUrl: string;
  readonly readUrl: string;
  readonly masterKeys: MasterKeys;
  readonly kafka: Omit<KafkaConnection, 'clientId'>;
  readonly generation: string;
  readonly payload: PayloadFormat;
  readonly signingKeys: JSONWebKeySet;
  readonly trustedKeys: Readonly<Record<string, URL>>;
  readonly rpcAddresses: Readonly<Record<string, string>>;
  readonly grpc: Place;
  readonly http: Place;
  readonly ops: Place;
  readonly logLevel: string;
}

/** @throws ConfigError with all faults at once */
export function readServiceConfig(env?: NodeJS.ProcessEnv): ServiceConfig {
  const config = parseConfig(serviceSchema, env);
  const withPassword = (address: string): string => {
    const url = new URL(address);
    if (!url.password && config.DATABASE_PASSWORD) url.password = encodeURIComponent(config.DATABASE_PASSWORD);
    return url.href;
  };
  return {
    ledgerUrl: withPassword(config.LEDGER_URL),
    keysUrl: withPassword(config.KEYS_URL),
    readUrl: withPassword(config.READ_URL),
    masterKeys: config.MASTER_KEYS,
    kafka: kafkaOf(config),
    generation: config.KAFKA_GENERATION,
    payload: config.KAFKA_PAYLOAD,
    signingKeys: config.SIGNING_KEYS,
    trustedKeys: Object.fromEntries(Object.entries(config.TRUSTED_KEYS).map(([name, url]) => [name, new URL(url)])),
    rpcAddresses: config.RPC_ADDRESSES,
    grpc: { host: config.GRPC_HOST, port: config.GRPC_PORT },
    http: { host: config.HTTP_HOST, port: config.HTTP_PORT },
    ops: { host: config.OPS_HOST, port: config.OPS_PORT },
    logLevel: config.LOG_LEVEL,
  };
}

function kafkaOf(config: z.output<typeof serviceSchema>): ServiceConfig['kafka'] {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = config;
  return {
    brokers: config.KAFKA_BROKERS,
    ...(config.KAFKA_TLS && { tls: config.KAFKA_CA ? { ca: config.KAFKA_CA } : true }),
    ...(mechanism && username && password && { sasl: { mechanism, username, password } }),
  };
}
