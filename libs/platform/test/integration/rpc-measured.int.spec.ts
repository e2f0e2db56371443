import { tickets } from '@ledgerdesk/contracts';
import { newId } from '@ledgerdesk/kernel';
import {
  GrpcChannel,
  grpcServer,
  InProcessChannel,
  InProcessServer,
  nestLog,
  readMetrics,
  SigningKeys,
  systemClock,
  TokenIssuer,
  TokenVerifier,
  type CallOptions,
  type RpcChannel,
} from '@ledgerdesk/platform';
import { freePort } from '@ledgerdesk/postgres';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import 'reflect-metadata';
import { logContext } from '../../src/observability/log-context.ts';
import { aRequest } from '../support/a-request.ts';
import { echoModule } from './echo-service.ts';

const TENANT = newId('tnt');
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const METHOD = 'ledgerdesk.tickets.v1.Tickets/OpenTicket';

describe.each(['grpc', 'in process'])('A call between services (%s)', (way) => {
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  let channel: RpcChannel;
  let service: INestMicroservice;
  let options: CallOptions;

  beforeAll(async () => {
    const keys = await SigningKeys.generate(systemClock);
    const issuer = new TokenIssuer({ service: 'gateway', keys, clock: systemClock });
    const caller = { kind: 'person', subject: newId('psn'), tenant: TENANT, permissions: [], teams: [] } as const;
    options = { token: await issuer.issue(caller, 'tickets'), traceparent: `00-${TRACE}-b7ad6b7169203331-01` };
    const url = `127.0.0.1:${await freePort()}`;
    const strategy = new InProcessServer();
    const transport = way === 'grpc' ? grpcServer([tickets.TicketsDefinition], { url }) : { strategy };
    const verifier = new TokenVerifier({ audience: 'tickets', trusted: { gateway: keys }, clock: systemClock });
    const logger = nestLog(pino({ base: null, mixin: logContext }, sink));
    service = await NestFactory.createMicroservice(echoModule(verifier), { ...transport, logger });
    await service.listen();
    channel =
      way === 'grpc'
        ? new GrpcChannel({ addresses: { [tickets.TicketsDefinition.fullName]: url } })
        : new InProcessChannel(strategy);
  });
  beforeEach(() => void (lines.length = 0));
  afterAll(async () => {
    await channel.close();
    await service.close();
  });

  const call = (subject: string, called = options) =>
    channel
      .client(tickets.TicketsDefinition)
      .openTicket(aRequest({ subject }), called)
      .catch(() => undefined);

  async function counted(side: 'server' | 'client'): Promise<Readonly<Record<string, number>>> {
    const count = new RegExp(
      `^rpc_${side}_call_duration_seconds_count\\{rpc_method="${METHOD}",rpc_response_status_code="(\\w+)"\\} (\\d+)$`,
      'gm',
    );
    return Object.fromEntries([...(await readMetrics()).matchAll(count)].map(([, status, n]) => [status!, Number(n)]));
  }

  it('is counted by method and status, on both sides alike', async () => {
    const [servedBefore, madeBefore] = [await counted('server'), await counted('client')];
    await call('Printer on fire');
    await call('Printer on fire');
    await call('be busy');
    await call('break');
    await call('Printer on fire', { token: 'nobody' });
    const since = (now: Readonly<Record<string, number>>, before: Readonly<Record<string, number>>) =>
      Object.fromEntries(Object.entries(now).map(([status, n]) => [status, n - (before[status] ?? 0)]));
    const expected = { OK: 2, UNAVAILABLE: 1, INTERNAL: 1, UNAUTHENTICATED: 1 };
    expect(since(await counted('client'), madeBefore)).toMatchObject(expected);
    expect(since(await counted('server'), servedBefore)).toMatchObject(expected);
  });

  it('is named in what is logged about it', async () => {
    await call('break');
    const [line] = lines.filter(({ level }) => level === 50);
    expect(line).toMatchObject({ tenant: TENANT, traceId: TRACE });
  });

  it('is answered though the service is asked to end meanwhile', async () => {
    const { OK: before = 0 } = await counted('server');
    const answer = call('be late');
    // It is at work once the handler has begun, which takes half a second.
    await sleep(100);
    await service.close();
    expect(await answer).toMatchObject({ outcome: { $case: 'accepted' } });
    expect(await counted('server')).toMatchObject({ OK: before + 1 });
  });
});
