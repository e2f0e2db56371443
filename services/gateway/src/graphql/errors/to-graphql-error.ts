import { NotYetVisibleError, problem, problemOf, toGraphqlExtensions, type Problem } from '@ledgerdesk/platform';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { OverLimitError } from '../limits/over-limit-error.ts';
import { shortened } from './shortened.ts';

/** What Apollo and GraphQL themselves say of a request that they do not take: their words are about the request alone. */
const MALFORMED: ReadonlySet<unknown> = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** A top-level error as it came up: what Apollo would tell, and the error itself where there is one. */
export interface Failure {
  readonly formatted: GraphQLFormattedError;
  readonly error?: Error | undefined;
}

/** The problem behind a top-level error. */
export function problemBehind({ formatted: { extensions, message }, error }: Failure): Problem {
  const ours = originOf(error);
  if (ours) return problemOf(ours);
  if (TOO_MANY_TOKENS.test(message)) return new OverLimitError('The document has more tokens than are read.').problem;
  if (extensions?.['code'] === 'GRAPHQL_PARSE_FAILED' && !SYNTAX_ERROR.test(message))
    return new OverLimitError('The document is nested deeper than is read.').problem;
  return MALFORMED.has(extensions?.['code']) || isOfGraphql(error)
    ? problem('MALFORMED_REQUEST', shortened(message))
    : problem('INTERNAL');
}

// GraphQL's parser has no other word for it, spelt so; no syntax error repeats the document at this place.
const TOO_MANY_TOKENS = /^Syntax Error: Document contains more tha[nt] \d+ tokens\. Parsing aborted\.$/;

// The parser begins so whatever it says itself; else the stack ended below it, sooner in a process that has just started.
const SYNTAX_ERROR = /^Syntax Error: /;

/** Raised by GraphQL itself, before any code of ours ran: an operation of a kind that the schema does not offer. */
const isOfGraphql = (error: Error | undefined): boolean =>
  error instanceof GraphQLError && error.originalError === undefined;

/** A top-level error as callers get it: where it happened they are told, what broke inside they are not. */
export function toGraphqlError(failure: Failure, correlationId: string): GraphQLFormattedError {
  const failed = problemBehind(failure);
  const origin = originOf(failure.error);
  const { locations, path } = failure.formatted;
  return {
    message: failed.detail ?? failed.title,
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: {
      ...toGraphqlExtensions(failed, correlationId),
      ...(origin instanceof NotYetVisibleError && { lagEvents: origin.lagEvents }),
    },
  };
}

/** The error that our own code threw, if any did. */
export function originOf(error: Error | undefined): Error | undefined {
  const origin = error instanceof GraphQLError ? error.originalError : error;
  return origin instanceof GraphQLError ? undefined : origin;
}
