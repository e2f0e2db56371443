import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import type { ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { measureRequests } from '../observability/metrics/http-requests.ts';
import { PROBLEM_JSON, toProblemDetails } from '../problems/problem-details.ts';
import { ProblemError } from '../problems/problem-error.ts';
import { problem, problems } from '../problems/problem.ts';
import { correlationIdOf } from './correlation-id.ts';
import { httpProblemOf } from './http-problem.filter.ts';
import { knowRequests } from './request-context.ts';
import { isOwnName } from './own-name.ts';

/** Twenty commands with a long text each fit; nothing that a person writes comes near. */
const BODY_LIMIT = 1024 * 1024;

/** A slow sender is not waited for longer: whole headers, then the whole request. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

const OPTIONS: FastifyServerOptions & { readonly http: ServerOptions } = {
  bodyLimit: BODY_LIMIT,
  requestTimeout: REQUEST_TIMEOUT_MS,
  http: { headersTimeout: HEADERS_TIMEOUT_MS },
  routerOptions: { maxParamLength: 256 },
  // Whoever comes on an open connection while the doors close is served like the others, and told that it was the last time.
  return503OnClosing: false,
  frameworkErrors: (error, request, reply) => sendProblem(error, request as FastifyRequest, reply as FastifyReply),
  clientErrorHandler: (_, socket) => hangUp(socket),
};

/** Said with every answer that does not say otherwise itself; pages bring a policy of their own. */
const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; frame-ancestors 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export interface AdapterOptions {
  /**
   * Answer only to whom names this machine: a page from elsewhere that was led here by its own name gets nothing. Wanted
   * where Ledgerdesk is its own issuer, whose tokens are shown to whoever opens its pages.
   */
  readonly loopbackOnly: boolean;
}

/** The one web server of all services: bounded in what it takes, and well spoken where it takes nothing. */
export function httpAdapter({ loopbackOnly }: AdapterOptions): FastifyAdapter {
  const adapter = new FastifyAdapter(OPTIONS);
  const fastify = adapter.getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    if (loopbackOnly && !isOwnName(request.host)) sendProblem(misdirected(), request, reply);
    else done();
  });
  measureRequests(fastify);
  knowRequests(fastify);
  fastify.addHook('onSend', (_, reply, payload, done) => {
    for (const [name, value] of Object.entries(HEADERS)) if (!reply.hasHeader(name)) void reply.header(name, value);
    done(null, payload);
  });
  return adapter;
}

const misdirected = (): ProblemError =>
  new ProblemError(
    'FORBIDDEN',
    'This desk answers to loopback names alone, because it has an issuer of its own: under another name it wants OIDC_ISSUER.',
  );

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const failed = httpProblemOf(error);
  void reply
    .status(problems[failed.code].http)
    .type(PROBLEM_JSON)
    .send(JSON.stringify(toProblemDetails(failed, correlationIdOf(request))));
}

/** What cannot be read as HTTP at all is answered once, and no more is read of it. */
function hangUp(socket: Socket): void {
  if (!socket.writable) return;
  const body = JSON.stringify(toProblemDetails(problem('MALFORMED_REQUEST'), crypto.randomUUID()));
  const head = [
    'HTTP/1.1 400 Bad Request',
    `content-type: ${PROBLEM_JSON}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
