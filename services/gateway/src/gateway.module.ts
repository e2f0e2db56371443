import { loginValue, tickets } from '@ledgerdesk/contracts';
import { valueName, type KeyRing } from '@ledgerdesk/event-store';
import { PersonalParts } from '@ledgerdesk/messaging';
import type { BearerVerifier, ServiceDefinition, ServiceRuntime } from '@ledgerdesk/platform';
import type { TenantId } from '@ledgerdesk/kernel';
import { Module, type DynamicModule } from '@nestjs/common';
import { TicketsClient } from './clients/tickets.client.ts';
import { openEventLog, type EventLog } from './event-log/event-log.ts';
import { readGatewayConfig, type GatewayConfig } from './gateway.config.ts';
import { GatewayGraphqlModule } from './graphql/graphql.module.ts';
import { EventReader } from './http/events/event-reader.ts';
import { EventsModule } from './http/events/events.module.ts';
import { GraphiqlModule } from './http/graphiql/graphiql.module.ts';
import type { ExampleTokens } from './http/graphiql/examples.ts';
import type { LoginNaming } from './identity/known-logins.ts';
import { Viewers } from './identity/viewers.ts';
import { gatewayViews } from './gateway-views.ts';
import { gatewayTables } from './migrations/gateway-tables.ts';

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
    { news }: EventLog,
    { bearers, exampleTokens, config = readGatewayConfig() }: GatewayOptions,
  ): DynamicModule {
    const { eventStore, keyRing, views, issuer, clock, rpc, logger } = runtime;
    const viewers = new Viewers({ bearers, views, nameOf: loginNaming(keyRing), issuer, clock });
    views.onChange((change) => viewers.changed(change));
    const namingKey = (tenant: TenantId): Promise<Uint8Array> => keyRing.namingKey(tenant);
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
              namingKey,
              patienceMs: config.VISIBILITY_TIMEOUT_MS,
            },
            maxBodyBytes: config.GRAPHQL_MAX_BODY_BYTES,
            page: config.GRAPHIQL ? '/graphiql' : undefined,
            logger,
          },
        }),
        EventsModule.serving({
          viewers,
          namingKey,
          reader: new EventReader({ views, personal: new PersonalParts({ keyRing, logger }) }),
          news,
          mostWaiting: config.EVENTS_MAX_WAITING,
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

/** The gateway: one GraphQL for front ends, over the views that cross contexts, and the feed of events for programs. */
export function gatewayService(options: GatewayOptions): ServiceDefinition {
  const logs = new WeakMap<ServiceRuntime, EventLog>();
  /** What fills the log and what reads it are asked for apart, and are of one process. */
  const logOf = (runtime: ServiceRuntime): EventLog => {
    const log = logs.get(runtime) ?? openEventLog(runtime);
    logs.set(runtime, log);
    return log;
  };
  return {
    name: 'gateway',
    categories: [],
    calls: [tickets.TicketsDefinition],
    // Its page shows the tokens of a demo desk: to who sits at the machine, and to nobody whom a foreign name led here.
    http: { loopbackOnly: options.exampleTokens !== undefined },
    published: [],
    schema: gatewayTables,
    views: gatewayViews,
    consumers: (runtime) => [logOf(runtime).consumer],
    module: (runtime) => GatewayModule.on(runtime, logOf(runtime), options),
  };
}
