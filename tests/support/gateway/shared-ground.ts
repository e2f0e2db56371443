import { InMemoryEventStore, InMemoryKeyRing, InMemoryLedger } from '@ledgerdesk/event-store';
import { LedgerFeed } from '@ledgerdesk/messaging';
import {
  InProcessChannel,
  InProcessServer,
  schemaOf,
  SigningKeys,
  systemClock,
  TokenIssuer,
  TokenVerifier,
  type ServiceDefinition,
  type ServiceRuntime,
} from '@ledgerdesk/platform';
import { admit, ensureOwnSchema, ensureRole, migrate, withClient } from '@ledgerdesk/postgres';
import { ServiceViews } from '@ledgerdesk/read-models';
import type { TestPostgres } from '@ledgerdesk/testing';
import pg from 'pg';
import { pino, stdSerializers } from 'pino';

const PASSWORD = 'of-a-spec';

export type SpecRuntime = ServiceRuntime & { readonly views: ServiceViews };

/** What the services of one process share in a spec: ledger and keys in memory, read databases in PostgreSQL, calls within the process. */
export class SharedGround {
  readonly logged: string[] = [];
  readonly ledger = new InMemoryLedger();
  readonly server = new InProcessServer();
  readonly rpc = new InProcessChannel(this.server);
  readonly feed: LedgerFeed;
  private readonly keyRing = new InMemoryKeyRing();
  private readonly keys = new Map<string, SigningKeys>();
  private readonly pools: pg.Pool[] = [];
  private readonly logger = pino(
    { level: 'info', serializers: { error: stdSerializers.err } },
    { write: (line: string) => void this.logged.push(line) },
  );

  constructor(
    private readonly postgres: TestPostgres,
    published: ServiceDefinition['published'],
  ) {
    this.feed = new LedgerFeed({ eventStore: this.store(), published, logger: this.logger });
  }

  store(categories?: readonly string[]): InMemoryEventStore {
    return new InMemoryEventStore({ ledger: this.ledger, ...(categories && { categories }) });
  }

  /** Who signs for a service; all are known before the first is asked whom it trusts. */
  async makeKeys(services: readonly ServiceDefinition[]): Promise<void> {
    for (const { name } of services) this.keys.set(name, await SigningKeys.generate(systemClock));
  }

  /** Signs as a service does. */
  signer(service: string): TokenIssuer {
    return new TokenIssuer({ service, keys: this.keys.get(service)!, clock: systemClock });
  }

  async runtimeOf(definition: ServiceDefinition): Promise<SpecRuntime> {
    const { name, categories } = definition;
    const { keyRing, logger, feed, rpc } = this;
    const database = await this.databaseOf(definition);
    const eventStore = this.store(categories);
    const trusted = Object.fromEntries(this.keys);
    return {
      eventStore,
      keyRing,
      feed,
      database,
      views: new ServiceViews({ service: name, views: definition.views, database, keyRing, eventStore, logger }),
      rpc,
      issuer: this.signer(name),
      verifier: new TokenVerifier({ audience: name, trusted, clock: systemClock }),
      clock: systemClock,
      logger: logger as ServiceRuntime['logger'],
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.end()));
  }

  private async databaseOf(definition: ServiceDefinition): Promise<pg.Pool> {
    const { name } = definition;
    await withClient(this.postgres.urlOf('postgres'), async (client) => {
      await ensureRole(client, { name, password: PASSWORD });
      await admit(client, 'postgres', name);
      await ensureOwnSchema(client, 'postgres', name, name);
    });
    const connectionString = this.postgres.urlOf('postgres', name, PASSWORD);
    await migrate(connectionString, schemaOf(definition));
    const pool = new pg.Pool({ connectionString, max: 4, pipeline: true });
    pool.on('error', () => undefined);
    this.pools.push(pool);
    return pool;
  }
}
