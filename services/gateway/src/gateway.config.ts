import { byName, flag, parseConfig } from '@ledgerdesk/platform';
import { z } from 'zod';

const count = z.coerce.number().int().min(1);

export const gatewaySchema = z.object({
  GRAPHQL_INTROSPECTION: flag
    .default(true)
    .describe('Whether the schema can be asked for, as GraphiQL and generators do'),
  GRAPHIQL: flag.default(true).describe('Whether the page /graphiql is served'),
  GRAPHIQL_TOKENS: byName
    .optional()
    .describe(
      'Tokens of a demo desk that fill its examples, requester=TOKEN,agent=TOKEN: whoever opens the page has them',
    ),
  GRAPHQL_MAX_BODY_BYTES: count.default(512 * 1024).describe('Largest body of a request'),
  GRAPHQL_MAX_TOKENS: count.default(5_000).describe('Largest document, in tokens'),
  GRAPHQL_MAX_DEPTH: count.default(15).describe('Deepest operation, in levels of fields'),
  GRAPHQL_MAX_ALIASES: count.default(30).describe('Most aliases in an operation'),
  GRAPHQL_MAX_FIELDS: count
    .default(1_000)
    .describe('Most fields in an operation, fragments counted wherever they are spread'),
  EVENTS_MAX_WAITING: count
    .default(1_000)
    .describe('How many may wait in one process for events that are still to come, by GET /v1/events'),
  VISIBILITY_TIMEOUT_MS: count.default(2_000).describe('How long a query waits for what its atLeast token names'),
  COMMAND_TIMEOUT_MS: count.default(10_000).describe('How long a mutation waits for its service'),
});

/** How the gateway takes requests. */
export type GatewayConfig = z.output<typeof gatewaySchema>;

/** @throws ConfigError with all faults at once */
export const readGatewayConfig = (env?: NodeJS.ProcessEnv): GatewayConfig => parseConfig(gatewaySchema, env);
