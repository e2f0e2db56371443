import type { GatewayConfig } from '@ledgerdesk/gateway';
import {
  answerAt,
  FullDiskNotice,
  httpAdapter,
  InProcessChannel,
  InProcessServer,
  openApp,
  type Closing,
} from '@ledgerdesk/platform';
import { freePort } from '@ledgerdesk/postgres';
import type { Logger } from 'pino';
import type { Stage } from './demo/stage.ts';
import { exampleTokens } from './demo/tokens.ts';
import type { Installation } from './installation.ts';
import { servicesFor } from './services.ts';
import type { StandaloneConfig } from './standalone.config.ts';
import { StandaloneModule } from './standalone.module.ts';
import { prepareDatabases } from './wiring/databases.ts';
import { openFeed } from './wiring/feed.ts';
import { openLogins } from './wiring/logins.ts';
import { assertMasterKeysFit } from './wiring/master-key-check.ts';
import { observe } from './wiring/observed.ts';
import { wireServices } from './wiring/runtimes.ts';

export interface CompositionOptions {
  readonly installation: Installation;
  readonly config: StandaloneConfig;
  readonly gateway: GatewayConfig;
  readonly logger: Logger;
  /** Whether there will be a demo desk, where one can be. */
  readonly demo: boolean;
  /** Takes what has to be closed. */
  readonly closing: Closing;
  readonly ending: AbortSignal;
}

/** Wires every service as it would be alone, and lets them run together: one feed, one channel between them, one web server. */
export async function compose(options: CompositionOptions): Promise<Stage> {
  const { installation, config, gateway, demo, logger, closing, ending } = options;
  const { folder, database: admin, masterKeys } = installation;
  const place = { host: config.host, port: config.port || (await freePort()) };
  const address = `http://${place.host.includes(':') ? `[${place.host}]` : place.host}:${place.port}`;
  const logins = await openLogins({ oidc: config.oidc, address, keyFile: folder.issuerKeyFile, logger });
  const { bearers, ownIssuer } = logins;
  const definitions = servicesFor({
    bearers,
    config: gateway,
    ...(demo && ownIssuer && { exampleTokens: () => exampleTokens(ownIssuer) }),
  });
  await prepareDatabases(admin, definitions);
  ending.throwIfAborted();

  const server = new InProcessServer();
  const rpc = new InProcessChannel(server);
  const tail = openFeed(definitions, { admin, logger });
  closing.add(() => tail.close());
  const services = await wireServices(definitions, {
    admin,
    masterKeys: masterKeys.keys,
    rpc,
    feed: tail.feed,
    logger,
    onDiskFull: new FullDiskNotice({ logger, disk: admin.disk }).tell,
  });
  closing.add(() => Promise.all(services.map((service) => service.close())));
  const observed = await observe(services, { config, feed: tail, closing });
  await assertMasterKeysFit(admin, services[0]!.runtime.keyRing);

  const app = await openApp(services, {
    module: StandaloneModule.of(services, ownIssuer),
    adapter: httpAdapter({ loopbackOnly: ownIssuer !== undefined }),
    rpc: { strategy: server },
    feed: tail.feed,
    consumers: observed.consumers,
    logger,
    closing,
    parts: observed.parts,
  });
  await Promise.all(services.map(({ runtime }) => runtime.views.live(ending)));
  observed.started();
  ending.throwIfAborted();
  await answerAt(app, place);
  const people = services.find(({ definition }) => definition.name === 'gateway')!.runtime.issuer;
  return { address, formAddress: address, rpc, people, ownIssuer, loginIssuer: logins.issuer };
}
