import type { ApolloServerPlugin } from '@apollo/server';
import { measureOperation, type MeasuredOperation } from '@ledgerdesk/platform';
import type { FormattedExecutionResult } from 'graphql';
import type { RequestScope } from '../request/request-scope.ts';

/** Measures operations by their type and what came of them; stands behind the plugin that words their errors. */
export const operationsPlugin: ApolloServerPlugin<RequestScope> = {
  requestDidStart() {
    const begin = performance.now();
    return Promise.resolve({
      willSendResponse({ contextValue: { answer }, operation, response }) {
        if (response.body.kind !== 'single') return Promise.resolve();
        const outcome = codeOf(response.body.singleResult) ?? (answer.refused ? 'refused' : 'ok');
        const type: MeasuredOperation['type'] = operation?.operation ?? 'none';
        measureOperation({ type, outcome, seconds: (performance.now() - begin) / 1000 });
        return Promise.resolve();
      },
    });
  },
};

/** Of the first error: one of the codes that problems have. */
function codeOf({ errors = [] }: FormattedExecutionResult): string | undefined {
  const [first] = errors;
  return first && String(first.extensions?.['code'] ?? 'INTERNAL');
}
