import { tickets } from '@ledgerdesk/contracts';
import {
  eventIdOf,
  grantLedgerRights,
  ledgerSchema,
  PostgresEventStore,
  type EventStore,
} from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import {
  LedgerFeed,
  type Consumer,
  type FeedBatch,
  type FeedEvent,
  type PublishedCategory,
} from '@ledgerdesk/messaging';
import {
  Caller,
  ConsumerWatch,
  GrpcChannel,
  grpcServer,
  httpAdapter,
  IDENTITY_VERIFIER,
  inTraceOf,
  RpcController,
  SigningKeys,
  systemClock,
  TokenIssuer,
  TokenVerifier,
  Traceparent,
  traceparentAtWork,
  type Identity,
} from '@ledgerdesk/platform';
import { freePort, migrate } from '@ledgerdesk/postgres';
import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { Module, type DynamicModule, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { randomUUID } from 'node:crypto';
import 'reflect-metadata';
import { traced } from '../../src/observability/traced-publisher.ts';
import { traceTo } from '../../src/observability/tracing/trace-to.ts';
import { aRequest } from '../support/a-request.ts';
import { quiet } from '../support/quiet.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const TENANT = newId('tnt');

/** Stores that a ticket was taken, as a command handler does. */
@RpcController()
class TakingController {
  // Parameters are injected by hand: specs are compiled without the types that Nest would look at.
  static store: EventStore;

  @GrpcMethod('Tickets', 'OpenTicket')
  async openTicket(
    @Payload() request: tickets.OpenTicketRequest,
    @Caller() { tenant, subject }: Identity,
    @Traceparent() traceparent: string | undefined,
  ): Promise<tickets.TicketReply> {
    const commandId = randomUUID();
    await TakingController.store.append(
      { category: 'ticket', tenant, id: request.ticketId },
      'no stream',
      [
        {
          eventId: eventIdOf(tenant, commandId, 0),
          type: 'TicketTaken',
          schemaVersion: 1,
          data: {},
          metadata: {
            tenantId: tenant,
            commandId,
            correlationId: commandId,
            actor: { kind: 'person', id: subject, via: 'graphql' },
            origin: 'live',
            occurredAt: systemClock.now(),
            ...(traceparent !== undefined && { traceparent }),
          },
        },
      ],
      { commandId },
    );
    return { outcome: undefined };
  }
}

@Module({})
class TakingModule {
  static on(verifier: TokenVerifier): DynamicModule {
    return {
      module: TakingModule,
      controllers: [TakingController],
      providers: [{ provide: IDENTITY_VERIFIER, useValue: verifier }],
    };
  }
}

const published = [
  {
    topic: 'ticket',
    toMessage: () => ({ message: { $case: 'ticketTaken', value: { agentId: '', state: undefined } } }),
  },
] as unknown as readonly PublishedCategory[];

const consumer = (name: string, handle: (batch: FeedBatch) => Promise<void>): Consumer => ({
  name,
  topics: ['ticket'],
  checkpoint: () => Promise.resolve(undefined),
  handle,
});

describe('A trace', () => {
  const exporter = new InMemorySpanExporter();
  let endTracing: () => Promise<void>;
  let postgres: TestPostgres;
  let store: PostgresEventStore;
  let service: INestMicroservice;
  let channel: GrpcChannel;
  let feed: LedgerFeed;
  let heard: {
    readonly view: Promise<void>;
    readonly reaction: Promise<string | undefined>;
    readonly relay: Promise<void>;
  };
  const adapter = httpAdapter({ loopbackOnly: false });
  const fastify = adapter.getInstance();

  beforeAll(async () => {
    endTracing = traceTo({ serviceName: 'spec', processor: new SimpleSpanProcessor({ exporter }) });
    postgres = await startPostgres();
    const url = await postgres.createDatabase('ledger');
    await migrate(url, ledgerSchema);
    await postgres.query(`CREATE ROLE desk LOGIN PASSWORD 'of-a-spec'`);
    await grantLedgerRights(url, 'desk', { categories: ['ticket'], readAll: true });
    TakingController.store = store = new PostgresEventStore({ url: postgres.urlOf('ledger', 'desk', 'of-a-spec') });

    const keys = await SigningKeys.generate(systemClock);
    const address = `127.0.0.1:${await freePort()}`;
    const verifier = new TokenVerifier({ audience: 'tickets', trusted: { gateway: keys }, clock: systemClock });
    service = await NestFactory.createMicroservice(TakingModule.on(verifier), {
      ...grpcServer([tickets.TicketsDefinition], { url: address }),
      logger: false,
    });
    await service.listen();
    channel = new GrpcChannel({ addresses: { [tickets.TicketsDefinition.fullName]: address } });
    const issuer = new TokenIssuer({ service: 'gateway', keys, clock: systemClock });
    const agent = { kind: 'person', subject: newId('psn'), tenant: TENANT, permissions: [], teams: [] } as const;
    fastify.post('/tickets/:id', async ({ params }) => {
      const token = await issuer.issue(agent, 'tickets');
      const request = aRequest({ ticketId: (params as { id: string }).id });
      return channel.client(tickets.TicketsDefinition).openTicket(request, { token });
    });
    await fastify.ready();

    feed = new LedgerFeed({ eventStore: store, published, logger: quiet });
    const watch = new ConsumerWatch();
    const watched = { service: 'spec', logger: quiet };
    const [view, reaction, relay] = [
      Promise.withResolvers<void>(),
      Promise.withResolvers<string | undefined>(),
      Promise.withResolvers<void>(),
    ];
    heard = { view: view.promise, reaction: reaction.promise, relay: relay.promise };
    const react = inTraceOf('spec.react', (_: FeedEvent) => Promise.resolve(reaction.resolve(traceparentAtWork())));
    const publisher = traced({ publish: () => Promise.resolve() });
    for (const [one, name] of [
      [consumer('spec.board.v1', () => Promise.resolve(view.resolve())), 'board'],
      [consumer('spec.react', async ({ events }) => void (await Promise.all(events.map(react))))],
      [
        consumer('spec.relay', async ({ events, positions }) => {
          await publisher.publish(events.map((event, at) => ({ event, position: positions[at]! })));
          relay.resolve();
        }),
      ],
    ] as const)
      feed.subscribe(watch.over(one, watched, name));
    await feed.start();
  });

  afterAll(async () => {
    await feed.stop();
    await fastify.close();
    await channel.close();
    await service.close();
    await store.close();
    await postgres.stop();
    await endTracing();
  });

  it('goes from the request over the call, the ledger and the feed to the view and the reaction', async () => {
    const id = newId('tkt');
    const headers = { traceparent: `00-${TRACE}-b7ad6b7169203331-01` };
    const answer = await fastify.inject({ method: 'POST', url: `/tickets/${id}`, headers });
    expect(answer.statusCode).toBe(200);
    await heard.view;
    await heard.relay;
    expect(await heard.reaction).toMatch(new RegExp(`^00-${TRACE}-`));
    // A span ends right after what it is about.
    await feed.stop();

    const spans = exporter.getFinishedSpans();
    expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([TRACE]));
    const nameOf = new Map(spans.map((span) => [span.spanContext().spanId, span.name]));
    const beneath = spans.map((span) => [span.name, nameOf.get(span.parentSpanContext?.spanId ?? '') ?? 'the caller']);
    const call = 'ledgerdesk.tickets.v1.Tickets/OpenTicket';
    expect(beneath.toSorted()).toEqual(
      [
        ['POST /tickets/:id', 'the caller'],
        [call, 'POST /tickets/:id'],
        [call, call],
        ['append ticket', call],
        ['send ticket', call],
        ['process spec.board.v1', call],
        ['process spec.react', call],
      ].toSorted(),
    );
    const said = JSON.stringify(spans.map(({ attributes }) => attributes));
    expect(said).not.toContain(id);
  });
});
