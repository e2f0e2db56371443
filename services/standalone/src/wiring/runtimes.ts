import { PostgresEventStore, PostgresKeyRing, type MasterKeys } from '@ledgerdesk/event-store';
import type { Feed } from '@ledgerdesk/messaging';
import {
  SigningKeys,
  systemClock,
  TokenIssuer,
  TokenVerifier,
  type RpcChannel,
  type ServiceDefinition,
  type ServiceRuntime,
} from '@ledgerdesk/platform';
import { readPool, ServiceViews } from '@ledgerdesk/read-models';
import pg from 'pg';
import type { Logger } from 'pino';
import { asRole, KEYS, LEDGER, READ, type Administration } from './databases.ts';

export interface RuntimeOptions {
  readonly admin: Administration;
  readonly masterKeys: MasterKeys;
  readonly rpc: RpcChannel;
  readonly feed: Feed;
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

/** Gives each service its own connections and keys, as it would have them alone. */
export async function wireServices(
  definitions: readonly ServiceDefinition[],
  options: RuntimeOptions,
): Promise<readonly WiredService[]> {
  const named = definitions.map(async ({ name }) => [name, await SigningKeys.generate(systemClock)] as const);
  const trusted = Object.fromEntries(await Promise.all(named));
  return definitions.map((definition) => wire(definition, trusted, options));
}

function wire(
  definition: ServiceDefinition,
  trusted: Readonly<Record<string, SigningKeys>>,
  { admin, masterKeys, rpc, feed, logger, onDiskFull }: RuntimeOptions,
): WiredService {
  const service = definition.name;
  const keys = trusted[service];
  if (!keys) throw new Error(`No keys were made for ${service}`);
  const at = (database: string): string => asRole(admin, { database, service });
  const log = logger.child({ service });
  const eventStore = new PostgresEventStore({
    url: at(LEDGER),
    applicationName: service,
    readConnections: 2,
    onDiskFull,
  });
  const keyRing = new PostgresKeyRing({
    url: at(KEYS),
    masterKeys,
    applicationName: `${service} keys`,
    onDiskFull,
  });
  const database = new pg.Pool({ ...readPool({ url: at(READ), applicationName: `${service} views` }), max: 8 });
  database.on('error', (error) => {
    if (!database.ending) log.warn({ error }, 'An idle connection to the read database was lost');
  });
  const views = new ServiceViews({ service, views: definition.views, database, keyRing, eventStore, logger: log });
  return {
    definition,
    runtime: {
      eventStore,
      keyRing,
      feed,
      database,
      views,
      rpc,
      issuer: new TokenIssuer({ service, keys, clock: systemClock }),
      verifier: new TokenVerifier({ audience: service, trusted, clock: systemClock }),
      clock: systemClock,
      logger: log,
    },
    async close() {
      await Promise.all([eventStore.close(), keyRing.close(), database.end()]);
    },
  };
}
