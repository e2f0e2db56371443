import { built } from './built.ts';

/** The gateway's schema, as it is when the gateway runs. */
export async function graphqlSchema(): Promise<string> {
  const { printGatewaySchema } = (await built('services/gateway/dist/graphql/print-schema.js')) as {
    printGatewaySchema: () => Promise<string>;
  };
  return printGatewaySchema();
}
