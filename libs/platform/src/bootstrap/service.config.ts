import type { MasterKeys } from '@ledgerdesk/event-store';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { byName, drainSeconds, logLevel, masterKeys, port, postgresAddress } from '../config/fields.ts';
import { parseConfig } from '../config/parse-config.ts';
import { readTogether } from '../config/read-together.ts';
import type { RpcTls } from '../rpc/tls/rpc-tls.ts';
import type { Place } from '../http/port.ts';
import { tracingFields, tracingOf, type TracingConfig } from '../observability/tracing/tracing-fields.ts';
import { readRpcTls } from './rpc-tls.config.ts';
import { readKafkaConfig, type KafkaConfig } from './kafka.config.ts';

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

/** What every service that runs alone wants to know, beside where Kafka is. */
export const serviceSchema = z.object({
  LEDGER_URL: postgresAddress.describe("The ledger's database, as the service's own role"),
  LEDGER_DIRECT_URL: postgresAddress
    .optional()
    .describe(
      'Its address past the pooler, where LEDGER_URL, KEYS_URL and READ_URL go through one that lends connections for a transaction (PgBouncer): one connection of a process listens there',
    ),
  KEYS_URL: postgresAddress.describe("The database of data subjects' keys, as the service's own role"),
  READ_URL: postgresAddress.describe("The service's own read database, as its own role"),
  DATABASE_PASSWORD: z.string().optional().describe('The password of that role, where the addresses hold none'),
  MASTER_KEYS: masterKeys.describe('id:base64 of 32 bytes, newest first, separated by commas'),
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
  DRAIN_SECONDS: drainSeconds,
  LOG_LEVEL: logLevel,
  ...tracingFields,
});

/** How a service that runs alone reaches what it stands on, and is reached. */
export interface ServiceConfig extends KafkaConfig {
  readonly ledgerUrl: string;
  readonly ledgerDirectUrl: string | undefined;
  readonly keysUrl: string;
  readonly readUrl: string;
  readonly masterKeys: MasterKeys;
  readonly signingKeys: JSONWebKeySet;
  readonly trustedKeys: Readonly<Record<string, URL>>;
  readonly rpcAddresses: Readonly<Record<string, string>>;
  readonly grpc: Place;
  /** How calls travel; read again while a service runs, for files are renewed. @throws ConfigError */
  readonly readRpcTls: () => RpcTls;
  readonly http: Place;
  readonly ops: Place;
  /** Between saying that it is not ready any more and closing its doors. */
  readonly drainMs: number;
  readonly logLevel: string;
  readonly tracing: TracingConfig;
}

/** @throws ConfigError with all faults at once */
export function readServiceConfig(env?: NodeJS.ProcessEnv): ServiceConfig {
  const { config, kafka } = readTogether({
    config: () => parseConfig(serviceSchema, env),
    kafka: () => readKafkaConfig(env),
    rpcTls: () => readRpcTls(env),
  });
  const withPassword = (address: string): string => {
    const url = new URL(address);
    if (!url.password && config.DATABASE_PASSWORD) url.password = encodeURIComponent(config.DATABASE_PASSWORD);
    return url.href;
  };
  return {
    ...kafka,
    ledgerUrl: withPassword(config.LEDGER_URL),
    ledgerDirectUrl: config.LEDGER_DIRECT_URL && withPassword(config.LEDGER_DIRECT_URL),
    keysUrl: withPassword(config.KEYS_URL),
    readUrl: withPassword(config.READ_URL),
    masterKeys: config.MASTER_KEYS,
    signingKeys: config.SIGNING_KEYS,
    trustedKeys: Object.fromEntries(Object.entries(config.TRUSTED_KEYS).map(([name, url]) => [name, new URL(url)])),
    rpcAddresses: config.RPC_ADDRESSES,
    readRpcTls: () => readRpcTls(env),
    grpc: { host: config.GRPC_HOST, port: config.GRPC_PORT },
    http: { host: config.HTTP_HOST, port: config.HTTP_PORT },
    ops: { host: config.OPS_HOST, port: config.OPS_PORT },
    drainMs: config.DRAIN_SECONDS * 1000,
    logLevel: config.LOG_LEVEL,
    tracing: tracingOf(config),
  };
}
