import { loginValue, tickets } from '@ledgerdesk/contracts';
import { valueName, type KeyRing } from '@ledgerdesk/event-store';
import type { BearerVerifier, ServiceDefinition, ServiceRuntime } from '@ledgerdesk/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { TicketsClient } from './clients/tickets.client.ts';
import { readGatewayConfig, type GatewayConfig } from './gateway.config.ts';
import { GatewayGraphqlModule } from './graphql/graphql.module.ts';
import { GraphiqlModule } from './http/graphiql/graphiql.module.ts';
import type { ExampleTokens } from './http/graphiql/examples.ts';
import type { LoginNaming } from './identity/known-logins.ts';
import { Viewers } from './identity/viewers.ts';
import { gatewayViews } from './gateway-views.ts';

export { gatewaySchema, readGatewayConfig } from './gateway.config.ts';
export type { GatewayConfig } from './gateway.config.ts';
export { gatewayViews } from './gateway-views.ts';
export type { ExampleTokens } from './http/graphiql/examples.ts';

/** What only whoever composes the gateway knows. */
export interface GatewayOptions {
  /** Checks the access tokens that people and integrations bring. */
  readonly bearers: BearerVerifier;
  /** Of the environment, where it is left out. */
  readonly config?: GatewayConfig;
  /** Fills tokens of a demo desk into GraphiQL's examples, where there is one. Asked each time the page is opened. */
  readonly exampleTokens?: () => Promise<ExampleTokens>;
}

@Module({})
class GatewayModule {
  static on(
    runtime: ServiceRuntime,
    { bearers, exampleTokens, config = readGatewayConfig() }: GatewayOptions,
  ): DynamicModule {
    const { eventStore, keyRing, views, issuer, clock, rpc, logger } = runtime;
    const viewers = new Viewers({ bearers, views, nameOf: loginNaming(keyRing), issuer, clock });
    views.onChange((change) => viewers.changed(change));
    return {
      module: GatewayModule,
      imports: [
        GatewayGraphqlModule.serving({
          tickets: new TicketsClient(rpc, config.COMMAND_TIMEOUT_MS),
          limits: limitsOf(config),
          endpoint: {
            path: '/graphql',
            viewers,
            reading: {
              views,
              head: () => eventStore.head(),
              namingKey: (tenant) => keyRing.namingKey(tenant),
              patienceMs: config.VISIBILITY_TIMEOUT_MS,
            },
            maxBodyBytes: config.GRAPHQL_MAX_BODY_BYTES,
            page: config.GRAPHIQL ? '/graphiql' : undefined,
            logger,
          },
        }),
        ...(config.GRAPHIQL ? [GraphiqlModule.serving(exampleTokens)] : []),
      ],
    };
  }
}

/** As access names logins. */
const loginNaming =
  (keyRing: Pick<KeyRing, 'namingKey'>): LoginNaming =>
  async (tenant, login) =>
    valueName(await keyRing.namingKey(tenant), loginValue(login));

const limitsOf = (config: GatewayConfig) => ({
  introspection: config.GRAPHQL_INTROSPECTION,
  maxTokens: config.GRAPHQL_MAX_TOKENS,
  operation: {
    depth: config.GRAPHQL_MAX_DEPTH,
    aliases: config.GRAPHQL_MAX_ALIASES,
    fields: config.GRAPHQL_MAX_FIELDS,
  },
});

/** The gateway: one GraphQL for front ends, over the views that cross contexts. */
export const gatewayService = (options: GatewayOptions): ServiceDefinition => ({
  name: 'gateway',
  categories: [],
  calls: [tickets.TicketsDefinition],
  // Its page shows the tokens of a demo desk: to who sits at the machine, and to nobody whom a foreign name led here.
  http: { loopbackOnly: options.exampleTokens !== undefined },
  published: [],
  views: gatewayViews,
  consumers: () => [],
  module: (runtime) => GatewayModule.on(runtime, options),
});
