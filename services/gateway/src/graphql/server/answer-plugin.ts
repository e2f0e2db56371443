import type { ApolloServerPlugin } from '@apollo/server';
import type { ServiceRuntime } from '@ledgerdesk/platform';
import type { GraphQLFormattedError } from 'graphql';
import { originOf, problemBehind, toGraphqlError, type Failure } from '../errors/to-graphql-error.ts';
import { OverLimitError } from '../limits/over-limit-error.ts';
import type { RequestScope } from '../request/request-scope.ts';

type Logger = ServiceRuntime['logger'];

/** Adds to each answer what only the gateway knows: its errors as callers get them, and the token to wait for what it changed. */
export const answerPlugin = (logger: Logger): ApolloServerPlugin<RequestScope> => ({
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ contextValue: scope, response, errors = [] }) {
        scope.answer.ready = true;
        if (response.body.kind !== 'single') return Promise.resolve();
        const { singleResult } = response.body;
        const { correlationId, reads } = scope;
        const { atLeast } = reads;
        if (atLeast) singleResult.extensions = { ...singleResult.extensions, atLeast };
        const failures = singleResult.errors?.map((formatted, index) => ({ formatted, error: errors[index] }));
        if (failures) singleResult.errors = foremost(failures).map((failure) => told(failure, correlationId, logger));
        return Promise.resolve();
      },
    }),
});

/** Of a document that is over a limit nothing else is told: it was not read to be understood. */
function foremost(failures: readonly Failure[]): readonly Failure[] {
  const over = failures.filter(({ formatted, error }) => !formatted.path && originOf(error) instanceof OverLimitError);
  return over.length > 0 ? over : failures;
}

function told(failure: Failure, correlationId: string, logger: Logger): GraphQLFormattedError {
  const { formatted, error } = failure;
  if (problemBehind(failure).code === 'INTERNAL') {
    const details = { correlationId, path: formatted.path, error: originOf(error) ?? error };
    logger.error(details, 'An operation failed');
  }
  return toGraphqlError(failure, correlationId);
}
