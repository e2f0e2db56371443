import { BearerVerifier, readOidcConfig, readTogether, runService, systemClock } from '@ledgerdesk/platform';
import { readGatewayConfig } from './gateway.config.ts';
import { gatewayService } from './gateway.module.ts';

await runService(() => {
  const { config, oidc } = readTogether({ config: () => readGatewayConfig(), oidc: () => readOidcConfig() });
  const { requester, agent } = config.GRAPHIQL_TOKENS ?? {};
  return gatewayService({
    config,
    bearers: new BearerVerifier({ ...oidc, clock: systemClock }),
    ...(requester && agent && { exampleTokens: () => Promise.resolve({ requester, agent }) }),
  });
});
