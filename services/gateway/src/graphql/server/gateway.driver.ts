import { ApolloServer, type ApolloServerOptions } from '@apollo/server';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { GraphqlEndpoint, type GraphqlEndpointOptions } from './graphql-endpoint.ts';
import type { RequestScope } from '../request/request-scope.ts';

export interface GatewayDriverConfig extends ApolloDriverConfig {
  /** Undefined where the schema is only printed. */
  readonly endpoint?: GraphqlEndpointOptions;
}

/** Nest's Apollo behind our own endpoint: identity, limits and errors belong to the request, before there is an operation. */
@Injectable()
export class GatewayDriver extends ApolloDriver {
  protected override async registerFastify({ endpoint, ...options }: GatewayDriverConfig): Promise<void> {
    if (!endpoint) return;
    const apollo = new ApolloServer<RequestScope>(options as unknown as ApolloServerOptions<RequestScope>);
    await apollo.start();
    new GraphqlEndpoint(apollo, endpoint).register(this.httpAdapterHost.httpAdapter.getInstance<FastifyInstance>());
    this.apolloServer = apollo as unknown as ApolloServer;
  }
}
