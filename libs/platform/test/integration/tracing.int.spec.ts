import { tickets } from '@ledgerdesk/contracts';
import {
  eventIdOf,
  grantLedgerRights,
  ledgerSchema,
  PostgresEventStore,
  type EventStore,
} from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import type { FeedEvent, PublishedCategory } from '@ledgerdesk/messaging';
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
import { describeWithKafka, startPostgres, type TestPostgres } from '@ledgerdesk/testing';
import { Module, type DynamicModule, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import 'reflect-metadata';
import { traceTo } from '../../src/observability/tracing/trace-to.ts';
import { aRequest } from '../support/a-request.ts';
import { quiet } from '../support/quiet.ts';
import { consumer, kafkaWay, ledgerWay, type Way, type WayOptions } from '../support/traced-ways.ts';

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

const CALL = 'ledgerdesk.tickets.v1.Tickets/OpenTicket';
/** Each span, and the one that it stands beneath. */
const BENEATH = [
  ['POST /tickets/:id', 'the caller'],
  [CALL, 'POST /tickets/:id'],
  [CALL, CALL],
  ['append ticket', CALL],
  ['send ticket', CALL],
  ['process spec.board.v1', CALL],
  ['process spec.react', CALL],
];

const published = [
  {
    topic: 'ticket',
    toMessage: () => ({ message: { $case: 'ticketTaken', value: { agentId: '', state: undefined } } }),
  },
] as unknown as readonly PublishedCategory[];

const exporter = new InMemorySpanExporter();
let endTracing: () => Promise<void>;

// Once in a process: whoever has a tracer keeps it.
beforeAll(() => void (endTracing = traceTo({ serviceName: 'spec', processor: new SimpleSpanProcessor({ exporter }) })));
afterEach(() => exporter.reset());
afterAll(() => endTracing());

function tracing(wayOf: (options: WayOptions) => Way | Promise<Way>): void {
  let postgres: TestPostgres;
  let store: PostgresEventStore;
  let service: INestMicroservice;
  let channel: GrpcChannel;
  let way: Way;
  let heard: {
    readonly view: Promise<void>;
    readonly reaction: Promise<string | undefined>;
  };
  const adapter = httpAdapter({ loopbackOnly: false });
  const fastify = adapter.getInstance();

  beforeAll(async () => {
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

    way = await wayOf({ postgres, store, published });
    const watch = new ConsumerWatch();
    const watched = { service: 'spec', logger: quiet };
    const [view, reaction] = [Promise.withResolvers<void>(), Promise.withResolvers<string | undefined>()];
    heard = { view: view.promise, reaction: reaction.promise };
    const react = inTraceOf('spec.react', (_: FeedEvent) => Promise.resolve(reaction.resolve(traceparentAtWork())));
    for (const [one, name] of [
      [consumer('spec.board.v1', () => Promise.resolve(view.resolve())), 'board'],
      [consumer('spec.react', async ({ events }) => void (await Promise.all(events.map(react))))],
    ] as const)
      way.subscribe(watch.over(one, watched, name));
    await way.start();
  });

  afterAll(async () => {
    await way.stop();
    await fastify.close();
    await channel.close();
    await service.close();
    await store.close();
    await postgres.stop();
  });

  it('goes from the request over the call, the ledger and the feed to the view and the reaction', async () => {
    const id = newId('tkt');
    const headers = { traceparent: `00-${TRACE}-b7ad6b7169203331-01` };
    const answer = await fastify.inject({ method: 'POST', url: `/tickets/${id}`, headers });
    expect(answer.statusCode).toBe(200);
    await heard.view;
    expect(await heard.reaction).toMatch(new RegExp(`^00-${TRACE}-`));
    // A span ends right after what it is about.
    while (exporter.getFinishedSpans().length < BENEATH.length) await sleep(5);

    const spans = exporter.getFinishedSpans();
    expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([TRACE]));
    const nameOf = new Map(spans.map((span) => [span.spanContext().spanId, span.name]));
    const beneath = spans.map((span) => [span.name, nameOf.get(span.parentSpanContext?.spanId ?? '') ?? 'the caller']);
    expect(beneath.toSorted()).toEqual(BENEATH.toSorted());
    const said = JSON.stringify(spans.map(({ attributes }) => attributes));
    expect(said).not.toContain(id);
  });
}

describe('A trace in one process', () => tracing(ledgerWay));

describeWithKafka('A trace through a broker', () => tracing(kafkaWay));
