import type { ServiceDatabases } from '@ledgerdesk/platform';
import { grpcAddress, httpAddress, type ServiceAddresses } from './addresses.ts';

export interface EnvironmentOptions {
  readonly service: string;
  readonly addresses: Readonly<Record<string, ServiceAddresses>>;
  readonly databases: ServiceDatabases;
  /** Undefined, these and the next: they are in the environment already. */
  readonly brokers: readonly string[] | undefined;
  readonly masterKeyFile: string | undefined;
  readonly signingKeyFile: string;
  readonly logLevel: string;
  readonly drainSeconds: number;
  /** Variables that are this service's alone. */
  readonly own?: Readonly<Record<string, string>>;
}

/** The environment in which a service runs alone on this machine, as a chart or a compose file would give it. */
export function environmentOf(options: EnvironmentOptions): Readonly<Record<string, string>> {
  const {
    service,
    addresses,
    databases,
    brokers,
    masterKeyFile,
    signingKeyFile,
    logLevel,
    drainSeconds,
    own = {},
  } = options;
  const { http, grpc, ops } = addresses[service]!;
  const named = (toText: (addresses: ServiceAddresses) => string): string =>
    Object.entries(addresses)
      .map(([name, each]) => `${name}=${toText(each)}`)
      .join(',');
  return {
    LEDGER_URL: databases.ledgerUrl,
    KEYS_URL: databases.keysUrl,
    READ_URL: databases.readUrl,
    ...(brokers && { KAFKA_BROKERS: brokers.join(',') }),
    ...(masterKeyFile !== undefined && { MASTER_KEYS_FILE: masterKeyFile }),
    SIGNING_KEYS_FILE: signingKeyFile,
    TRUSTED_KEYS: named((each) => `${httpAddress(each.ops)}/.well-known/jwks.json`),
    RPC_ADDRESSES: named((each) => grpcAddress(each.grpc)),
    GRPC_PORT: String(grpc),
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: String(http),
    OPS_PORT: String(ops),
    DRAIN_SECONDS: String(drainSeconds),
    LOG_LEVEL: logLevel,
    ...own,
  };
}
