import { HeaderMap, type ApolloServer } from '@apollo/server';
import {
  correlationIdOf,
  httpProblemOf,
  PROBLEM_JSON,
  problem,
  problemOf,
  problems,
  toGraphqlExtensions,
  toProblemDetails,
  type Problem,
  type ServiceRuntime,
} from '@ledgerdesk/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { Viewers } from '../../identity/viewers.ts';
import { toGraphqlError } from '../errors/to-graphql-error.ts';
import type { Reading } from '../../live/operation-reads.ts';
import { RequestScope } from '../request/request-scope.ts';

export interface GraphqlEndpointOptions {
  readonly path: string;
  readonly viewers: Pick<Viewers, 'viewerOf'>;
  readonly reading: Reading;
  readonly maxBodyBytes: number;
  /** Where a browser that opens the endpoint is led, if there is such a page. */
  readonly page?: string | undefined;
  readonly logger: ServiceRuntime['logger'];
}

/** Serves GraphQL over HTTP, by POST alone: nothing that a link or a form could send. */
export class GraphqlEndpoint {
  constructor(
    private readonly apollo: ApolloServer<RequestScope>,
    private readonly options: GraphqlEndpointOptions,
  ) {}

  register(fastify: FastifyInstance): void {
    const { path: url, maxBodyBytes: bodyLimit } = this.options;
    fastify.route({
      method: 'POST',
      url,
      bodyLimit,
      handler: (request, reply) => this.answer(request, reply),
      errorHandler: (error, request, reply) => void this.sendProblem(httpProblemOf(error), request, reply, error),
    });
    fastify.route({
      method: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'],
      url,
      handler: (request, reply) => this.refuseMethod(request, reply),
    });
  }

  private refuseMethod(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { page } = this.options;
    if (page && request.headers.accept?.includes('text/html')) return reply.redirect(page, 303);
    return this.sendProblem(problem('METHOD_NOT_ALLOWED'), request, reply);
  }

  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const correlationId = correlationIdOf(request);
    void reply.header(CORRELATION, correlationId);
    const scope = await this.scopeOf(request, correlationId);
    if (!(scope instanceof RequestScope)) return this.refuse(scope, correlationId, reply);
    const {
      headers,
      body,
      status = 200,
    } = await this.apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: 'POST', headers: headersOf(request), body: request.body, search: '' },
      context: () => Promise.resolve(scope),
    });
    for (const [name, value] of headers) void reply.header(name, value);
    void reply.status(status);
    if (body.kind !== 'complete') throw new Error('No operation is answered in parts');
    return scope.answer.ready ? body.string : withOwnErrors(body.string, correlationId);
  }

  private async scopeOf(request: FastifyRequest, correlationId: string): Promise<RequestScope | Problem> {
    const { authorization, traceparent, 'accept-language': acceptLanguage, [AT_LEAST]: atLeast } = request.headers;
    try {
      const viewer = await this.options.viewers.viewerOf(authorization);
      return new RequestScope(
        { viewer, correlationId, traceparent: oneOf(traceparent), acceptLanguage, atLeast: oneOf(atLeast) },
        this.options.reading,
      );
    } catch (error) {
      const failed = problemOf(error);
      this.log(failed, correlationId, error);
      return failed;
    }
  }

  /** Answers as GraphQL does, so that clients meet one shape of error. */
  private refuse(failed: Problem, correlationId: string, reply: FastifyReply): string {
    if (failed.code === 'UNAUTHENTICATED') void reply.header('www-authenticate', 'Bearer');
    void reply.status(problems[failed.code].http).type('application/json; charset=utf-8');
    const message = failed.detail ?? failed.title;
    return JSON.stringify({ errors: [{ message, extensions: toGraphqlExtensions(failed, correlationId) }] });
  }

  private sendProblem(failed: Problem, request: FastifyRequest, reply: FastifyReply, error?: unknown): FastifyReply {
    const correlationId = correlationIdOf(request);
    this.log(failed, correlationId, error);
    if (failed.code === 'METHOD_NOT_ALLOWED') void reply.header('allow', 'POST');
    return reply
      .header(CORRELATION, correlationId)
      .status(problems[failed.code].http)
      .type(PROBLEM_JSON)
      .send(JSON.stringify(toProblemDetails(failed, correlationId)));
  }

  private log({ code }: Problem, correlationId: string, error: unknown): void {
    if (code === 'INTERNAL') this.options.logger.error({ correlationId, error }, 'A request failed');
    else this.options.logger.debug({ correlationId, code, error }, 'A request was not taken');
  }
}

const CORRELATION = 'x-correlation-id';
const AT_LEAST = 'ledgerdesk-at-least';

const oneOf = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

/** What Apollo looks at: how it is to answer, and whether a page elsewhere could have sent this. */
const SEEN = ['accept', 'content-type', 'x-apollo-operation-name', 'apollo-require-preflight'];

function headersOf({ headers }: FastifyRequest): HeaderMap {
  const map = new HeaderMap();
  for (const name of SEEN) {
    const value = headers[name];
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

/** What Apollo says of a request in which it finds no operation. */
function withOwnErrors(body: string, correlationId: string): string {
  const { errors = [] } = JSON.parse(body) as { errors?: readonly GraphQLFormattedError[] };
  return JSON.stringify({ errors: errors.map((formatted) => toGraphqlError({ formatted }, correlationId)) });
}
