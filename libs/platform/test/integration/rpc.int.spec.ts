import { tickets } from '@ledgerdesk/contracts';
import { newId } from '@ledgerdesk/kernel';
import {
  GrpcChannel,
  grpcServer,
  InProcessChannel,
  InProcessServer,
  RpcError,
  SigningKeys,
  systemClock,
  TokenIssuer,
  TokenVerifier,
  type CallOptions,
  type Identity,
  type RpcChannel,
} from '@ledgerdesk/platform';
import { freePort } from '@ledgerdesk/postgres';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import 'reflect-metadata';
import { echoModule } from './echo-service.ts';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const agent: Identity = {
  kind: 'person',
  subject: newId('psn'),
  tenant: newId('tnt'),
  permissions: ['ticket.read', 'ticket.reply'],
  teams: Array.from({ length: 100 }, () => newId('tea')),
};

const aRequest = (subject: string): tickets.OpenTicketRequest => ({
  header: { commandId: 'c', correlationId: '', causationId: '', via: 'graphql' },
  ticketId: newId('tkt'),
  requesterId: '',
  subject,
  body: { format: tickets.BodyFormat.BODY_FORMAT_TEXT, content: 'It smokes.' },
  channel: 'form',
  submissionId: '',
  teamId: '',
  priority: tickets.Priority.PRIORITY_HIGH,
});

describe('A call between services', () => {
  const channels = {} as Record<'grpc' | 'inProcess', RpcChannel>;
  const services: INestMicroservice[] = [];
  let options: CallOptions;
  let foreign: CallOptions;

  beforeAll(async () => {
    const keys = await SigningKeys.generate(systemClock);
    const trusted = { gateway: keys };
    const module = echoModule(new TokenVerifier({ audience: 'tickets', trusted, clock: systemClock }));
    const issuer = new TokenIssuer({ service: 'gateway', keys, clock: systemClock });
    options = { token: await issuer.issue(agent, 'tickets'), traceparent: TRACEPARENT, timeoutMs: 60_000 };
    foreign = { token: await issuer.issue(agent, 'access') };

    const url = `127.0.0.1:${await freePort()}`;
    const strategy = new InProcessServer();
    for (const transport of [grpcServer([tickets.TicketsDefinition], { url }), { strategy }]) {
      const service = await NestFactory.createMicroservice(module, { ...transport, logger: false });
      await service.listen();
      services.push(service);
    }
    channels.grpc = new GrpcChannel({ addresses: { [tickets.TicketsDefinition.fullName]: url } });
    channels.inProcess = new InProcessChannel(strategy);
  });

  afterAll(async () => {
    await Promise.all(Object.values(channels).map((channel) => channel.close()));
    await Promise.all(services.map((service) => service.close()));
  });

  /** What the caller gets; the two ways must agree on it. */
  async function answers(
    request: tickets.OpenTicketRequest,
    called: CallOptions = options,
    method: 'openTicket' | 'changeTicket' = 'openTicket',
  ): Promise<unknown> {
    const [grpc, inProcess] = await Promise.all(
      [channels.grpc, channels.inProcess].map((channel) =>
        channel
          .client(tickets.TicketsDefinition)
          [method](request as never, called)
          .catch(toAnswer),
      ),
    );
    expect(inProcess).toEqual(grpc);
    return grpc;
  }

  const toAnswer = (error: unknown) => {
    if (!(error instanceof RpcError)) throw error;
    return { code: error.code, retryable: error.retryable, problem: error.problem.code, message: error.message };
  };

  const accepted = (reply: unknown) => {
    const { outcome } = reply as tickets.TicketReply;
    if (outcome?.$case !== 'accepted') throw new Error(`Not accepted: ${JSON.stringify(reply)}`);
    return JSON.parse(outcome.value.ticketId) as [tickets.OpenTicketRequest, Identity, string | null];
  };

  it('brings the request, the verified caller and the trace to the handler, and its answer back', async () => {
    const request = aRequest('Printer on fire');
    expect(accepted(await answers(request))).toEqual([request, agent, TRACEPARENT]);
  });

  it('brings a refusal back with the numbers behind it', async () => {
    expect(await answers(aRequest('be refused'))).toEqual({
      outcome: {
        $case: 'refused',
        value: {
          code: 'REOPEN_WINDOW_PASSED',
          message: 'The ticket was resolved too long ago to be reopened.',
          path: [],
          details: { days: 18 },
        },
      },
    });
  });

  it.each(['𝄞 Grüße 漢字 🇨🇭', 'a\u0000b', 'x'.repeat(3_000_000)])('carries text unharmed', async (subject) => {
    expect(accepted(await answers(aRequest(subject)))[0].subject).toBe(subject);
  });

  it('replaces a lone surrogate, which no UTF-8 can hold', async () => {
    expect(accepted(await answers(aRequest('\ud800')))[0].subject).toBe('\ufffd');
  });

  it('is refused when it is larger than a message may be', async () => {
    expect(await answers(aRequest('x'.repeat(5_000_000)))).toMatchObject({ problem: 'TOO_LARGE', retryable: false });
  });

  it.each(['nobody', 'not a header ü', ''])('is unauthenticated with the token "%s"', async (token) => {
    expect(await answers(aRequest('Printer on fire'), { token })).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is unauthenticated with a token for another service', async () => {
    expect(await answers(aRequest('Printer on fire'), foreign)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('ends for the caller when its deadline passes', async () => {
    expect(await answers(aRequest('be late'), { ...options, timeoutMs: 50 })).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      retryable: true,
    });
  });

  it('does not even start when its deadline has passed', async () => {
    expect(await answers(aRequest('Printer on fire'), { ...options, timeoutMs: 0 })).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
    });
  });

  it('tells the caller when sending it again may help', async () => {
    expect(await answers(aRequest('be busy'))).toEqual({
      code: 'UNAVAILABLE',
      retryable: true,
      problem: 'BUSY',
      message: 'Too busy to take this now; it was not done.',
    });
  });

  it('tells the caller what is malformed', async () => {
    expect(await answers(aRequest('be malformed'))).toEqual({
      code: 'INVALID_ARGUMENT',
      retryable: false,
      problem: 'MALFORMED_REQUEST',
      message: 'ticket_id: “x” is not an id',
    });
  });

  it.each(['break', 'answer nothing'])(
    'tells the caller nothing of the inside when the handler is to %s',
    async (act) => {
      expect(await answers(aRequest(act))).toEqual({
        code: 'INTERNAL',
        retryable: false,
        problem: 'INTERNAL',
        message: 'Something broke on our side.',
      });
    },
  );

  it('is unimplemented where no controller has a handler for it', async () => {
    expect(await answers({ commands: [] } as never, options, 'changeTicket')).toMatchObject({ code: 'UNIMPLEMENTED' });
  });

  it('finds the service unavailable once it has stopped', async () => {
    await Promise.all(services.map((service) => service.close()));
    expect(await answers(aRequest('Printer on fire'))).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
  });
});
