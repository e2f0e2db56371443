import type { ApolloServerPlugin } from '@apollo/server';
import type { ServiceRuntime } from '@ledgerdesk/platform';
import { originOf, problemBehind, toGraphqlError } from '../errors/to-graphql-error.ts';
import type { RequestScope } from '../request/request-scope.ts';

/** Adds to each answer what only the gateway knows: its errors as callers get them, and the token to wait for what it changed. */
export const answerPlugin = (logger: ServiceRuntime['logger']): ApolloServerPlugin<RequestScope> => ({
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ contextValue: scope, response, errors = [] }) {
        scope.answer.ready = true;
        if (response.body.kind !== 'single') return Promise.resolve();
        const { singleResult } = response.body;
        const { correlationId, reads } = scope;
        const { atLeast } = reads;
        if (atLeast) singleResult.extensions = { ...singleResult.extensions, atLeast };
        if (singleResult.errors) {
          singleResult.errors = singleResult.errors.map((formatted, index) => {
            const failure = { formatted, error: errors[index] };
            if (problemBehind(failure).code === 'INTERNAL')
              logger.error(
                { correlationId, path: formatted.path, error: originOf(failure.error) ?? failure.error },
                'An operation failed',
              );
            return toGraphqlError(failure, correlationId);
          });
        }
        return Promise.resolve();
      },
    }),
});
