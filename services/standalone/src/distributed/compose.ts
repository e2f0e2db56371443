import { access, tickets } from '@ledgerdesk/contracts';
import { GrpcChannel, SigningKeys, systemClock, TokenIssuer, type Closing } from '@ledgerdesk/platform';
import { freePort } from '@ledgerdesk/postgres';
import type { JSONWebKeySet } from 'jose';
import type { Logger } from 'pino';
import type { Stage } from '../demo/stage.ts';
import { exampleTokens } from '../demo/tokens.ts';
import type { Installation } from '../installation.ts';
import { servicesFor } from '../services.ts';
import type { StandaloneConfig } from '../standalone.config.ts';
import { databasesOf } from '../wiring/databases.ts';
import { openLogins, type Logins } from '../wiring/logins.ts';
import { addressesFor, grpcAddress, httpAddress, replicasOf } from './addresses.ts';
import type { DistributedConfig } from './distributed.config.ts';
import { environmentOf } from './environment.ts';
import { openKafka } from './kafka.ts';
import { serveIssuer } from './own-issuer-server.ts';
import { prepare } from './prepare.ts';
import { ServiceProcess } from './service-process.ts';
import { signingKeysIn } from './signing-keys.ts';

export interface DistributedOptions {
  readonly installation: Installation;
  readonly config: StandaloneConfig;
  readonly distributed: DistributedConfig;
  readonly logger: Logger;
  readonly demo: boolean;
  readonly closing: Closing;
  readonly ending: AbortSignal;
}

/** A service ends as soon as it has finished what it took; a broker writes out what it holds. */
const PATIENCE_MS = 30_000;

/** Every service in a process of its own, with Kafka and gRPC between them; answers when all are ready. */
export async function composeDistributed(options: DistributedOptions): Promise<Stage> {
  const { installation, config, distributed, logger, demo, closing, ending } = options;
  const { folder, database } = installation;
  const issuerPort = await freePort();
  const logins = await openLogins({
    oidc: config.oidc,
    address: httpAddress(issuerPort),
    keyFile: folder.issuerKeyFile,
    logger,
  });
  const definitions = servicesFor({ bearers: logins.bearers });
  const kafka = await openKafka(distributed.kafka, folder.kafka);
  closing.add(() => kafka.stop(), PATIENCE_MS);
  ending.throwIfAborted();
  const { generation, clear } = distributed;
  const topics = { kafka: kafka.connection, generation, clear };
  await prepare({ installation, definitions, topics, logger });
  ending.throwIfAborted();
  if (logins.ownIssuer) {
    const stop = await serveIssuer(logins.ownIssuer, issuerPort, logger);
    closing.add(stop);
  }

  const names = definitions.map(({ name }) => name);
  const addresses = await addressesFor(names, config.port);
  const ofGateway = await loginVariables(logins, issuerPort, demo);
  const replicas = await replicasOf(names, { addresses, counts: distributed.replicas });
  const processes = replicas.map(
    ({ service, ...there }) =>
      new ServiceProcess({
        service,
        opsAddress: httpAddress(there.addresses[service]!.ops),
        log: (line) => logger.warn(line),
        environment: environmentOf({
          service,
          addresses: there.addresses,
          databases: databasesOf(database, service),
          brokers: distributed.kafka ? undefined : kafka.connection.brokers,
          masterKeyFile: installation.masterKeys.file,
          signingKeyFile: folder.signingKeyFile(service),
          logLevel: config.logLevel,
          drainSeconds: distributed.drainSeconds,
          ...(service === 'gateway' && { own: ofGateway }),
        }),
      }),
  );
  closing.add(() => Promise.all(processes.map((each) => each.stop())), PATIENCE_MS);
  for (const each of processes) each.start();
  await Promise.all(processes.map((each) => each.ready(ending)));

  const rpc = new GrpcChannel({
    addresses: {
      [access.AccessDefinition.fullName]: grpcAddress(addresses.access!.grpc),
      [tickets.TicketsDefinition.fullName]: grpcAddress(addresses.tickets!.grpc),
    },
  });
  closing.add(() => rpc.close());
  const gatewayKeys = JSON.parse(await signingKeysIn(folder.signingKeyFile('gateway'))) as JSONWebKeySet;
  return {
    address: httpAddress(addresses.gateway!.http),
    formAddress: httpAddress(addresses.intake!.http),
    rpc,
    people: new TokenIssuer({
      service: 'gateway',
      keys: await SigningKeys.of(gatewayKeys, systemClock),
      clock: systemClock,
    }),
    ownIssuer: logins.ownIssuer,
    loginIssuer: logins.issuer,
  };
}

/** What the gateway is told of our own issuer; of another it hears from the environment, as we did. */
async function loginVariables(
  { ownIssuer, issuer }: Logins,
  port: number,
  demo: boolean,
): Promise<Readonly<Record<string, string>>> {
  if (!ownIssuer) return {};
  const { requester, agent } = await exampleTokens(ownIssuer);
  return {
    OIDC_ISSUER: issuer,
    OIDC_JWKS_URL: `${httpAddress(port)}/jwks`,
    ...(demo && { GRAPHIQL_TOKENS: `requester=${requester},agent=${agent}` }),
  };
}
