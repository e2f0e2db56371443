import { SpanKind } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { inLogContext } from '../observability/log-context.ts';
import { beginSpan, within, type OpenSpan } from '../observability/tracing/spans.ts';
import { isTraceparent, traceIdIn } from '../observability/tracing/traceparent.ts';
import { correlationIdOf } from './correlation-id.ts';

/** Lets all that is done for a request know whose it is: in the log, and in the trace that its caller began or that begins here. */
export function knowRequests(fastify: FastifyInstance): void {
  const spans = new WeakMap<FastifyRequest, OpenSpan>();
  fastify.addHook('onRequest', (request, _, done) => {
    const parent = traceparentIn(request.headers['traceparent']);
    const span = spanOf(request, parent);
    if (span) spans.set(request, span);
    inLogContext({ correlationId: correlationIdOf(request), ...traceIdIn(parent) }, () => within(span, done));
  });
  fastify.addHook('onResponse', (request, { statusCode }, done) => {
    spans.get(request)?.end(statusCode >= 500 ? { code: statusCode } : undefined);
    done();
  });
}

function spanOf({ method, routeOptions: { url: route } }: FastifyRequest, parent: string | undefined) {
  return beginSpan(route === undefined ? method : `${method} ${route}`, {
    kind: SpanKind.SERVER,
    parent,
    attributes: { 'http.request.method': method, ...(route !== undefined && { 'http.route': route }) },
  });
}

const traceparentIn = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' && isTraceparent(header) ? header : undefined;
