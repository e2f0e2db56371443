import { HeaderMap, type ApolloServer } from '@apollo/server';
import {
  correlationIdOf,
  httpProblemOf,
  noteInLog,
  ProblemError,
  problems,
  toGraphqlExtensions,
  traceparentAtWork,
  type Problem,
  type ServiceRuntime,
} from '@ledgerdesk/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { Viewers } from '../../identity/viewers.ts';
import { toGraphqlError } from '../errors/to-graphql-error.ts';
import type { Reading } from '../../live/operation-reads.ts';
import { RequestScope } from '../request/request-scope.ts';
import { answerType, type AnswerType } from './answer-type.ts';

export interface GraphqlEndpointOptions {
  readonly path: string;
  readonly viewers: Pick<Viewers, 'viewerOf'>;
  readonly reading: Reading;
  readonly maxBodyBytes: number;
  /** Where a browser that opens the endpoint is led, if there is such a page. */
  readonly page?: string | undefined;
  readonly logger: ServiceRuntime['logger'];
}

/**
 * Serves GraphQL over HTTP, by POST alone: nothing that a link or a form could send. Whatever is not taken is answered as
 * GraphQL does, so that clients meet one shape of error.
 */
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
      errorHandler: (error, request, reply) => void this.refuse(error, request, reply),
    });
    fastify.route({
      method: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url,
      // Before anybody looks whether there is a body.
      onRequest: (request, reply) => void this.refuseMethod(request, reply),
      handler: (request, reply) => this.refuseMethod(request, reply),
    });
  }

  private refuseMethod(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { page } = this.options;
    if (page && request.headers.accept?.includes('text/html')) return reply.redirect(page, 303);
    void reply.header('allow', 'POST');
    return this.refuse(new ProblemError('METHOD_NOT_ALLOWED'), request, reply);
  }

  /** Everything about the request itself is judged before anything is done. @throws UnauthenticatedError, ProblemError */
  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const correlationId = correlationIdOf(request);
    void reply.header(CORRELATION, correlationId);
    const accept = answerType(request.headers.accept);
    if (!accept) throw new ProblemError('NOT_ACCEPTABLE');
    const scope = await this.scopeOf(request, correlationId);
    const {
      headers,
      body,
      status = 200,
    } = await this.apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: 'POST', headers: headersOf(request, accept), body: request.body, search: '' },
      context: () => Promise.resolve(scope),
    });
    for (const [name, value] of headers) void reply.header(name, value);
    void reply.status(status);
    if (body.kind !== 'complete') throw new Error('No operation is answered in parts');
    return scope.answer.ready ? body.string : withOwnErrors(body.string, correlationId);
  }

  private async scopeOf(request: FastifyRequest, correlationId: string): Promise<RequestScope> {
    const { authorization, traceparent, 'accept-language': acceptLanguage, [AT_LEAST]: atLeast } = request.headers;
    const viewer = await this.options.viewers.viewerOf(authorization);
    noteInLog({ tenant: viewer.tenant });
    return new RequestScope(
      {
        viewer,
        correlationId,
        traceparent: traceparentAtWork() ?? oneOf(traceparent),
        acceptLanguage,
        atLeast: oneOf(atLeast),
      },
      this.options.reading,
    );
  }

  private refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const failed = httpProblemOf(error);
    const correlationId = correlationIdOf(request);
    this.log(failed, correlationId, error);
    if (failed.code === 'UNAUTHENTICATED') void reply.header('www-authenticate', 'Bearer');
    return reply
      .header(CORRELATION, correlationId)
      .status(problems[failed.code].http)
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(errorsOf(failed, correlationId)));
  }

  private log({ code }: Problem, correlationId: string, error: unknown): void {
    if (code === 'INTERNAL') this.options.logger.error({ correlationId, error }, 'A request failed');
    else this.options.logger.debug({ correlationId, code, error }, 'A request was not taken');
  }
}

const errorsOf = (failed: Problem, correlationId: string) => ({
  errors: [{ message: failed.detail ?? failed.title, extensions: toGraphqlExtensions(failed, correlationId) }],
});

const CORRELATION = 'x-correlation-id';
const AT_LEAST = 'ledgerdesk-at-least';

const oneOf = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

/** What Apollo looks at: how it is to answer, and whether a page elsewhere could have sent this. */
const SEEN = ['content-type', 'x-apollo-operation-name', 'apollo-require-preflight'];

function headersOf({ headers }: FastifyRequest, accept: AnswerType): HeaderMap {
  const map = new HeaderMap([['accept', accept]]);
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
