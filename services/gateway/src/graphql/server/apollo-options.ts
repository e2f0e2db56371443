import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { operationLimits, type OperationLimits } from '../limits/operation-limits.ts';
import type { GatewayDriverConfig } from './gateway.driver.ts';
import { GatewayDriver } from './gateway.driver.ts';

/** How the schema is made from the resolvers; the same for serving and for printing. */
export const schemaOptions = {
  driver: GatewayDriver,
  autoSchemaFile: true,
  sortSchema: true,
  graphiql: false,
} as const satisfies GatewayDriverConfig;

export interface ApolloLimits {
  readonly operation: OperationLimits;
  readonly maxTokens: number;
  readonly introspection: boolean;
}

/** How Apollo takes operations: no batches, nothing without a JSON body, nobody told of the inside, nothing reported to anybody. */
export const apolloOptions = ({ operation, maxTokens, introspection }: ApolloLimits) =>
  ({
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    autoTransformHttpErrors: false,
    preserveHttpStatusForExecutionErrors: false,
    parseOptions: { maxTokens },
    validationRules: [operationLimits(operation)],
  }) as const satisfies Partial<GatewayDriverConfig>;

/** Apollo's own plugins that look at every request or every field. */
export const withoutReports = [
  ApolloServerPluginCacheControlDisabled(),
  ApolloServerPluginInlineTraceDisabled(),
  ApolloServerPluginLandingPageDisabled(),
  ApolloServerPluginSchemaReportingDisabled(),
  ApolloServerPluginUsageReportingDisabled(),
];
