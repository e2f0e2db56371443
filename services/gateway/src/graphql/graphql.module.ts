import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import type { TicketsClient } from '../clients/tickets.client.ts';
import { MeResolver } from './me/me.resolver.ts';
import { answerPlugin } from './server/answer-plugin.ts';
import { operationsPlugin } from './server/operations-plugin.ts';
import { apolloOptions, schemaOptions, withoutReports, type ApolloLimits } from './server/apollo-options.ts';
import type { GatewayDriverConfig } from './server/gateway.driver.ts';
import type { GraphqlEndpointOptions } from './server/graphql-endpoint.ts';
import { TicketActs } from './ticket-command/ticket-acts.ts';
import { TicketCommandsResolver } from './ticket-command/ticket-commands.resolver.ts';
import { TicketResolver } from './ticket/ticket.resolver.ts';

/** Everything from which the schema is made. */
export const resolvers = [MeResolver, TicketResolver, TicketCommandsResolver];

export interface GraphqlOptions {
  readonly endpoint: GraphqlEndpointOptions;
  readonly limits: ApolloLimits;
  readonly tickets: TicketsClient;
}

/** The schema, and its endpoint. */
@Module({})
export class GatewayGraphqlModule {
  static serving({ endpoint, limits, tickets }: GraphqlOptions): DynamicModule {
    const { driver, ...schema } = schemaOptions;
    return {
      module: GatewayGraphqlModule,
      imports: [
        GraphQLModule.forRoot<GatewayDriverConfig>({
          driver,
          ...schema,
          ...apolloOptions(limits),
          plugins: [answerPlugin(endpoint.logger), operationsPlugin, ...withoutReports],
          include: [GatewayGraphqlModule],
          // Not before the doors are closed: what came in until then is answered.
          stopOnApplicationShutdown: true,
          endpoint,
        }),
      ],
      providers: [...resolvers, { provide: TicketActs, useValue: new TicketActs(tickets) }],
    };
  }
}
