import { PostgresEventStore, PostgresKeyRing, type MasterKeys } from '@ledgerdesk/event-store';
import type { Feed } from '@ledgerdesk/messaging';
import { readPool, ServiceViews } from '@ledgerdesk/read-models';
import pg from 'pg';
import type { Logger } from 'pino';
import { systemClock } from '../clock.ts';
import { TokenIssuer } from '../identity/token-issuer.ts';
import type { SigningKeys } from '../identity/signing-keys.ts';
import { TokenVerifier, type TrustedKeys } from '../identity/token-verifier.ts';
import { appendsOf } from '../observability/metrics/appends.ts';
import type { RpcChannel } from '../rpc/definition.ts';
import type { ServiceDefinition, ServiceRuntime } from '../service.ts';

/** The databases of a service, each under the address of its own role. */
export interface ServiceDatabases {
  readonly ledgerUrl: string;
  /** The ledger past the pooler, where all three go through one that lends connections for a transaction. */
  readonly ledgerDirectUrl?: string | undefined;
  readonly keysUrl: string;
  readonly readUrl: string;
}

export interface WireOptions {
  readonly databases: ServiceDatabases;
  readonly masterKeys: MasterKeys;
  readonly keys: SigningKeys;
  /** Who may call, by the name under which it issues tokens. */
  readonly trusted: Readonly<Record<string, TrustedKeys>>;
  readonly rpc: RpcChannel;
  /** The feed, given the service's way into the ledger. */
  readonly feed: (eventStore: PostgresEventStore) => Feed;
  readonly logger: Logger;
  /** Hears that there was no room for something. */
  readonly onDiskFull: () => void;
}

/** A service, and what it stands on in this process. */
export interface WiredService {
  readonly definition: ServiceDefinition;
  readonly runtime: ServiceRuntime & { readonly views: ServiceViews };
  close(): Promise<void>;
}

/** Gives a service its own connections and keys: alone, or among others in one process. */
export function wireService(definition: ServiceDefinition, options: WireOptions): WiredService {
  const { databases, masterKeys, keys, trusted, rpc, onDiskFull } = options;
  const service = definition.name;
  const logger = options.logger.child({ service });
  const pooled = databases.ledgerDirectUrl !== undefined;
  const eventStore = new PostgresEventStore({
    url: databases.ledgerUrl,
    directUrl: databases.ledgerDirectUrl,
    applicationName: service,
    readConnections: 2,
    onDiskFull,
    observer: appendsOf(service),
  });
  const keyRing = new PostgresKeyRing({
    url: databases.keysUrl,
    masterKeys,
    applicationName: `${service} keys`,
    pooled,
    onDiskFull,
  });
  const database = new pg.Pool({
    ...readPool({ url: databases.readUrl, applicationName: `${service} views`, pooled }),
    max: 8,
  });
  database.on('error', (error) => {
    if (!database.ending) logger.warn({ error }, 'An idle connection to the read database was lost');
  });
  return {
    definition,
    runtime: {
      eventStore,
      keyRing,
      feed: options.feed(eventStore),
      database,
      views: new ServiceViews({ service, views: definition.views, database, keyRing, eventStore, logger }),
      rpc,
      issuer: new TokenIssuer({ service, keys, clock: systemClock }),
      verifier: new TokenVerifier({ audience: service, trusted, clock: systemClock }),
      clock: systemClock,
      logger,
    },
    async close() {
      await Promise.all([eventStore.close(), keyRing.close(), database.end()]);
    },
  };
}
