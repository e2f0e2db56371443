import type { FastifyInstance } from 'fastify';
import { Histogram } from 'prom-client';
import { isMeasured, registry, SECONDS } from './registry.ts';

const duration = new Histogram({
  name: 'http_server_request_duration_seconds',
  help: 'HTTP requests by method, template of the route (never the path itself) and status.',
  labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
  buckets: SECONDS,
  registers: [registry],
});

/** Whatever a client makes up is one of these or none. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Measures what a web server answers. */
export function measureRequests(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    if (!isMeasured()) return done();
    duration.observe(
      {
        http_request_method: METHODS.has(request.method) ? request.method : '_OTHER',
        http_route: request.routeOptions.url ?? 'none',
        http_response_status_code: reply.statusCode,
      },
      reply.elapsedTime / 1000,
    );
    done();
  });
}
