import { accessService } from '@ledgerdesk/access';
import { gatewayService, readGatewayConfig, type ExampleTokens, type GatewayConfig } from '@ledgerdesk/gateway';
import { RESERVED_TENANT } from '@ledgerdesk/kernel';
import { ConsumerWatch, openApp, type ServiceDefinition } from '@ledgerdesk/platform';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { ticketsService } from '@ledgerdesk/tickets';
import { Module } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { DeskPeople } from './gateway/desk-people.ts';
import { SharedGround, type SpecRuntime } from './gateway/shared-ground.ts';
import { openSpecIssuer, type SpecIssuer } from './gateway/spec-issuer.ts';

/** Longer than any of this takes, on a busy machine too. */
const PATIENT_MS = 60_000;
const PATIENT = { VISIBILITY_TIMEOUT_MS: PATIENT_MS, COMMAND_TIMEOUT_MS: PATIENT_MS };

@Module({})
class Composition {}

export interface RunningGatewayOptions {
  readonly config?: Partial<GatewayConfig>;
  /** Whose tokens GraphiQL fills in, once there are people. */
  readonly exampleTokens?: () => Promise<ExampleTokens>;
}

/** Access, tickets and the gateway as one process runs them, over HTTP. */
export class RunningGateway {
  address = '';
  readonly people: DeskPeople;
  private readonly ground: SharedGround;
  private readonly closing: (() => unknown)[] = [];
  private runtimes: readonly SpecRuntime[] = [];

  private constructor(
    private readonly postgres: TestPostgres,
    private readonly issuer: SpecIssuer,
  ) {
    const published = [accessService, ticketsService].flatMap((service) => service.published);
    this.ground = new SharedGround(postgres, published);
    this.people = new DeskPeople(this.ground, issuer.issuer);
    this.closing.push(issuer.close, () => this.ground.close());
  }

  static async start({ config, exampleTokens }: RunningGatewayOptions = {}): Promise<RunningGateway> {
    const gateway = new RunningGateway(await startPostgres(), await openSpecIssuer());
    const { bearers } = gateway.issuer;
    const serving = {
      bearers,
      config: { ...readGatewayConfig({}), ...PATIENT, ...config },
      ...(exampleTokens && { exampleTokens }),
    };
    await gateway.compose([accessService, ticketsService, gatewayService(serving)]);
    return gateway;
  }

  async stop(): Promise<void> {
    for (const close of this.closing.toReversed()) await close();
    await this.postgres.stop();
  }

  get logged(): readonly string[] {
    return this.ground.logged;
  }

  private async compose(services: readonly ServiceDefinition[]): Promise<void> {
    const { ground } = this;
    await ground.makeKeys(services);
    const runtimes: SpecRuntime[] = [];
    for (const definition of services) runtimes.push(await ground.runtimeOf(definition));
    this.runtimes = runtimes;
    const app = await openApp(
      services.map((definition, index) => ({ definition, runtime: runtimes[index]! })),
      {
        module: {
          module: Composition,
          imports: services.map((definition, index) => definition.module(runtimes[index]!)),
        },
        adapter: new FastifyAdapter(),
        rpc: { strategy: ground.server },
        feed: ground.feed,
        consumers: new ConsumerWatch(),
        logger: pino({ level: 'silent' }),
        closing: { add: (close) => void this.closing.push(close) },
      },
    );
    await app.listen(0, '127.0.0.1');
    this.address = await app.getUrl();
    await Promise.all(runtimes.map(({ views }) => views.live()));
  }

  /** Waits until every view has heard everything. */
  async caughtUp(): Promise<void> {
    const cursor = await this.ground.store().head();
    const topics = ['ticket', 'person', 'team', 'tenant'] as const;
    const places = topics.map((topic) => ({ topic, tenant: RESERVED_TENANT, id: '', cursor }));
    for (const { views } of this.runtimes) expect(await views.atLeast(places, PATIENT_MS)).toEqual({ reached: true });
  }

  /** Runs the work while tickets takes no commands, as when the service is stopped. */
  async withoutServices<Result>(work: () => Promise<Result>): Promise<Result> {
    const { server } = this.ground;
    server.close();
    try {
      return await work();
    } finally {
      server.listen(() => undefined);
    }
  }

  /** Runs the work while nothing reaches the views. */
  async withoutFeed<Result>(work: () => Promise<Result>): Promise<Result> {
    const { feed } = this.ground;
    await feed.stop();
    try {
      return await work();
    } finally {
      await feed.start();
    }
  }

  /** As if the ledger came from a backup from now on; nothing reaches the views any more. */
  restoreBackup(): void {
    this.ground.ledger.beginEpoch();
  }

  /** Runs one statement on the gateway's read database as the superuser. */
  async query(sql: string): Promise<void> {
    await this.postgres.query(sql);
  }
}
