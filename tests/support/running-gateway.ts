import { access, rolePermissions, tickets, type Permission, type Role } from '@ledgerdesk/contracts';
import { accessService, OwnIssuer } from '@ledgerdesk/access';
import { InMemoryEventStore, InMemoryKeyRing, InMemoryLedger } from '@ledgerdesk/event-store';
import { gatewayService, readGatewayConfig, type ExampleTokens, type GatewayConfig } from '@ledgerdesk/gateway';
import { newId, RESERVED_TENANT, type PersonId, type TeamId, type TenantId } from '@ledgerdesk/kernel';
import { LedgerFeed } from '@ledgerdesk/messaging';
import {
  BearerVerifier,
  InProcessChannel,
  InProcessServer,
  SigningKeys,
  systemClock,
  TokenIssuer,
  TokenVerifier,
  type Identity,
  type ServiceDefinition,
  type ServiceRuntime,
} from '@ledgerdesk/platform';
import { ensureOwnSchema, ensureRole, admit, migrate, withClient } from '@ledgerdesk/postgres';
import { ServiceViews } from '@ledgerdesk/read-models';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { ticketsService } from '@ledgerdesk/tickets';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { pino, stdSerializers } from 'pino';
import 'reflect-metadata';

const ISSUER = 'urn:of-a-spec';
const AUDIENCE = 'ledgerdesk';

/** Somebody on the desk of a spec, and their access token. */
export interface DeskPerson {
  readonly id: PersonId;
  readonly name: string;
  readonly token: string;
}

@Module({})
class Composition {}

export interface RunningGatewayOptions {
  readonly config?: Partial<GatewayConfig>;
  /** Whose tokens GraphiQL fills in, once there are people. */
  readonly exampleTokens?: () => Promise<ExampleTokens>;
}

/** Access, tickets and the gateway as one process runs them: the ledger in memory, the views in PostgreSQL, people over HTTP. */
export class RunningGateway {
  address = '';
  readonly logged: string[] = [];
  readonly feed: LedgerFeed;
  private readonly clock = systemClock;
  private readonly ledger = new InMemoryLedger();
  private readonly keyRing = new InMemoryKeyRing();
  private readonly server = new InProcessServer();
  readonly rpc = new InProcessChannel(this.server);
  private readonly closing: (() => Promise<unknown>)[] = [];
  private readonly keys = new Map<string, SigningKeys>();
  private readonly people = new Map<PersonId, { readonly tenant: TenantId; readonly role: Role }>();
  private runtimes: readonly { readonly views: ServiceViews }[] = [];
  private issuer!: OwnIssuer;

  private constructor(
    private readonly postgres: TestPostgres,
    private readonly options: RunningGatewayOptions,
  ) {
    const published = [accessService, ticketsService].flatMap((service) => service.published);
    this.feed = new LedgerFeed({ eventStore: this.store(), published, logger: this.logger });
  }

  static async start(options: RunningGatewayOptions = {}): Promise<RunningGateway> {
    const gateway = new RunningGateway(await startPostgres(), options);
    await gateway.compose();
    return gateway;
  }

  async stop(): Promise<void> {
    for (const close of this.closing.toReversed()) await close();
    await this.postgres.stop();
  }

  private readonly logger = pino(
    { level: 'info', serializers: { error: stdSerializers.err } },
    { write: (line: string) => void this.logged.push(line) },
  );

  private store(categories?: readonly string[]): InMemoryEventStore {
    return new InMemoryEventStore({ ledger: this.ledger, ...(categories && { categories }) });
  }

  private async compose(): Promise<void> {
    const folder = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-issuer-'));
    this.closing.push(() => Promise.resolve(rmSync(folder, { recursive: true })));
    const { clock } = this;
    this.issuer = await OwnIssuer.open({
      issuer: ISSUER,
      address: 'http://127.0.0.1',
      keyFile: path.join(folder, 'issuer.jwk'),
      audience: AUDIENCE,
      operatorAudience: 'operators',
      clock,
    });
    const bearers = new BearerVerifier({ issuer: ISSUER, audience: AUDIENCE, keys: this.issuer.jwks(), clock });
    const config = { ...readGatewayConfig({}), ...this.options.config };
    const services = [
      accessService,
      ticketsService,
      gatewayService({
        bearers,
        config,
        ...(this.options.exampleTokens && { exampleTokens: this.options.exampleTokens }),
      }),
    ];
    for (const { name } of services) this.keys.set(name, await SigningKeys.generate(clock));
    const wired: {
      readonly definition: ServiceDefinition;
      readonly runtime: ServiceRuntime & { readonly views: ServiceViews };
    }[] = [];
    for (const definition of services) wired.push({ definition, runtime: await this.wire(definition) });

    this.runtimes = wired.map(({ runtime }) => runtime);
    const module = {
      module: Composition,
      imports: wired.map(({ definition, runtime }) => definition.module(runtime)),
    };
    const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false });
    app.connectMicroservice({ strategy: this.server });
    await app.startAllMicroservices();
    await app.listen(0, '127.0.0.1');
    this.address = await app.getUrl();
    this.closing.push(() => app.close());
    for (const { runtime } of wired) {
      await runtime.views.prepare();
      for (const consumer of runtime.views.consumers) this.feed.subscribe(consumer);
    }
    await this.feed.start();
    this.closing.push(() => this.feed.stop());
    await Promise.all(wired.map(({ runtime }) => runtime.views.live()));
  }

  private async wire(definition: ServiceDefinition): Promise<ServiceRuntime & { readonly views: ServiceViews }> {
    const { name, categories, schema } = definition;
    const { clock, keyRing, logger, postgres } = this;
    const admin = postgres.urlOf('postgres');
    await withClient(admin, async (client) => {
      await ensureRole(client, { name, password: 'of-a-spec' });
      await admit(client, 'postgres', name);
      await ensureOwnSchema(client, 'postgres', name, name);
    });
    const url = postgres.urlOf('postgres', name, 'of-a-spec');
    if (schema) await migrate(url, schema);
    const database = new pg.Pool({ connectionString: url, max: 4, pipeline: true });
    database.on('error', () => undefined);
    const eventStore = this.store(categories);
    const views = new ServiceViews({ service: name, views: definition.views, database, keyRing, eventStore, logger });
    this.closing.push(() => database.end());
    const trusted = Object.fromEntries(this.keys);
    return {
      eventStore,
      keyRing,
      feed: this.feed,
      database,
      views,
      rpc: this.rpc,
      issuer: new TokenIssuer({ service: name, keys: this.keys.get(name)!, clock }),
      verifier: new TokenVerifier({ audience: name, trusted, clock }),
      clock,
      logger: logger as ServiceRuntime['logger'],
    };
  }

  /** Waits until every view has heard everything. */
  async caughtUp(): Promise<void> {
    const cursor = await this.store().head();
    for (const { views } of this.runtimes) {
      const places = (['ticket', 'person', 'team', 'tenant'] as const).map((topic) => ({
        topic,
        tenant: RESERVED_TENANT,
        id: '',
        cursor,
      }));
      await views.atLeast(places, 10_000);
    }
  }

  /** Runs the work while tickets takes no commands, as when the service is stopped. */
  async withoutServices<Result>(work: () => Promise<Result>): Promise<Result> {
    this.server.close();
    try {
      return await work();
    } finally {
      this.server.listen(() => undefined);
    }
  }

  /** Runs the work while nothing reaches the views. */
  async withoutFeed<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.feed.stop();
    try {
      return await work();
    } finally {
      await this.feed.start();
    }
  }

  /** Runs one statement on the gateway's read database as the superuser. */
  async query(sql: string): Promise<void> {
    await this.postgres.query(sql);
  }

  /** A tenant with an administrator. */
  async aTenant(name: string): Promise<{ readonly id: TenantId; readonly administrator: DeskPerson }> {
    const id = newId('tnt');
    const client = this.rpc.client(access.AccessDefinition);
    const above = await this.asOperator(RESERVED_TENANT);
    accepted(await client.registerTenant({ header: header(), tenantId: id, key: name.toLowerCase(), name }, above));
    const administrator = await this.aPerson(
      id,
      { name: `Admin of ${name}`, role: 'administrator' },
      await this.asOperator(id),
    );
    return { id, administrator };
  }

  /** A person with a login; registered by the administrator unless somebody else is named. */
  async aPerson(
    tenant: TenantId,
    { name, role }: { readonly name: string; readonly role: Role },
    by?: { readonly token: string },
  ): Promise<DeskPerson> {
    const client = this.rpc.client(access.AccessDefinition);
    const id = newId('psn');
    const mail = `${id}@example.org`;
    const as = by ?? (await this.asAdministrator(tenant));
    accepted(
      await client.registerPerson({ header: header(), personId: id, name, mail, roles: [role], language: 'en' }, as),
    );
    this.people.set(id, { tenant, role });
    const administering = await this.asAdministrator(tenant);
    accepted(await client.linkLogin({ header: header(), personId: id, issuer: ISSUER, subject: id }, administering));
    return { id, name, token: await this.issuer.mint({ subject: id, tenant, lifeSeconds: 3600 }) };
  }

  /** A token of somebody whom no login names. */
  strangersToken(tenant: TenantId): Promise<string> {
    return this.issuer.mint({ subject: 'nobody', tenant, lifeSeconds: 60 });
  }

  expiredToken({ id }: DeskPerson): Promise<string> {
    return this.issuer.mint({ subject: id, tenant: this.people.get(id)!.tenant, lifeSeconds: -60 });
  }

  async aTeam(tenant: TenantId, name: string, members: readonly DeskPerson[]): Promise<TeamId> {
    const client = this.rpc.client(access.AccessDefinition);
    const as = await this.asAdministrator(tenant);
    const teamId = newId('tea');
    accepted(await client.createTeam({ header: header(), teamId, key: name.toLowerCase(), name }, as));
    for (const { id: personId } of members) accepted(await client.joinTeam({ header: header(), teamId, personId }, as));
    return teamId;
  }

  /** What the tickets service answers to a wish that does not come by GraphQL. */
  async openPastGraphql(
    { id }: DeskPerson,
    wish: { readonly subject: string; readonly content: string },
  ): Promise<tickets.TicketReply> {
    const { tenant, role } = this.people.get(id)!;
    const { token } = await this.as(tenant, id, rolePermissions[role], 'tickets');
    const body = { format: tickets.BodyFormat.BODY_FORMAT_TEXT, content: wish.content };
    const empty = { ticketId: '', requesterId: '', channel: '', submissionId: '', teamId: '', priority: 0 };
    return this.rpc
      .client(tickets.TicketsDefinition)
      .openTicket({ header: header(), ...empty, subject: wish.subject, body }, { token });
  }

  private asOperator(tenant: TenantId) {
    return this.as(tenant, newId('psn'), rolePermissions.operator);
  }

  private asAdministrator(tenant: TenantId) {
    const [id] =
      [...this.people].find(([, person]) => person.tenant === tenant && person.role === 'administrator') ?? [];
    return this.as(tenant, id ?? newId('psn'), rolePermissions.administrator);
  }

  private async as(tenant: TenantId, subject: PersonId, permissions: readonly Permission[], audience = 'access') {
    const identity: Identity = { kind: 'person', subject, tenant, permissions, teams: [] };
    const issuer = new TokenIssuer({ service: 'gateway', keys: this.keys.get('gateway')!, clock: this.clock });
    return { token: await issuer.issue(identity, audience) };
  }
}

const header = () => ({ commandId: randomUUID(), correlationId: '', causationId: '', via: 'spec' });

function accepted({ outcome }: { outcome?: { readonly $case: string } | undefined }): void {
  if (outcome?.$case !== 'accepted') throw new Error(`Not accepted: ${JSON.stringify(outcome)}`);
}
