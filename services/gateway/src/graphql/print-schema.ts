import { NestFactory } from '@nestjs/core';
import { GraphQLModule, GraphQLSchemaHost } from '@nestjs/graphql';
import { Module } from '@nestjs/common';
import { printSchema } from 'graphql';
import { resolvers } from './graphql.module.ts';
import { schemaOptions } from './server/apollo-options.ts';
import type { GatewayDriverConfig } from './server/gateway.driver.ts';
import { TicketActs } from './ticket-command/ticket-acts.ts';

@Module({
  imports: [GraphQLModule.forRoot<GatewayDriverConfig>(schemaOptions)],
  providers: [...resolvers, { provide: TicketActs, useValue: undefined }],
})
class SchemaModule {}

/** The schema as the committed `schema.graphql` holds it, made from the resolvers alone: nothing is started or reached. */
export async function printGatewaySchema(): Promise<string> {
  const app = await NestFactory.createApplicationContext(SchemaModule, { logger: ['error'] });
  try {
    return `${printSchema(app.get(GraphQLSchemaHost).schema)}\n`;
  } finally {
    await app.close();
  }
}
