import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_JSON, toProblemDetails } from '../problems/problem-details.ts';
import { problemOf } from '../problems/problem-of.ts';
import { problem, problems, type Problem, type ProblemCode } from '../problems/problem.ts';
import { correlationIdOf } from './correlation-id.ts';

/** Answers whatever a route throws with problem details (RFC 9457) that tell the caller nothing of the inside. */
@Catch()
export class HttpProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(HttpProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    // Applied to a whole application it also meets what GraphQL answers in its own way.
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    const correlationId = correlationIdOf(http.getRequest<FastifyRequest>());
    const failed = httpProblemOf(error);
    if (failed.code === 'INTERNAL') this.logger.error({ correlationId, error });
    const reply = http.getResponse<FastifyReply>();
    if (failed.retryAfterMs) void reply.header('retry-after', Math.ceil(failed.retryAfterMs / 1000));
    if (failed.code === 'UNAUTHENTICATED') void reply.header('www-authenticate', 'Bearer');
    void reply
      .status(problems[failed.code].http)
      .type(PROBLEM_JSON)
      .header('cache-control', 'no-store')
      .send(JSON.stringify(toProblemDetails(failed, correlationId)));
  }
}

/** The problem behind an error on an HTTP route, those of the web framework included. */
export function httpProblemOf(error: unknown): Problem {
  const status = statusOf(error);
  if (status === undefined || status >= 500) return problemOf(error);
  return problem(PROBLEM_OF_HTTP[status] ?? 'MALFORMED_REQUEST');
}

/** Nest says it by `getStatus`, Fastify (body too large, not JSON) by `statusCode`. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 ? statusCode : undefined;
}

const PROBLEM_OF_HTTP: Readonly<Record<number, ProblemCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  406: 'NOT_ACCEPTABLE',
  413: 'TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};
