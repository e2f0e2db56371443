import { KafkaBacklog, KafkaFeed, type KafkaConnection, type Relay } from '@ledgerdesk/messaging';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { systemClock } from '../clock.ts';
import { httpAdapter } from '../http/adapter.ts';
import { LastAnswers } from '../http/last-answers.ts';
import { SigningKeys } from '../identity/signing-keys.ts';
import { ConsumerWatch } from '../observability/consumer-watch.ts';
import { FullDiskNotice } from '../observability/full-disk-notice.ts';
import { LoopLateness } from '../observability/loop-lateness.ts';
import { measureConsumers } from '../observability/metrics/consumers.ts';
import { measureTables } from '../observability/metrics/kept-tables.ts';
import type { Closing } from '../program/closing.ts';
import { GrpcChannel } from '../rpc/grpc-channel.ts';
import { grpcServer } from '../rpc/grpc-server.ts';
import { WatchedTls } from '../rpc/tls/watched-tls.ts';
import type { ServiceDefinition } from '../service.ts';
import { assertDatabasesMigrated } from './assert-migrated.ts';
import { BusyParts, stuckParts, type BusyPart } from './liveness.ts';
import { answerAt, openApp } from './open-app.ts';
import { OpsServer } from './ops-server.ts';
import { addressesOf } from './peers.ts';
import { publishing } from './publishing.ts';
import { checksOf } from './readiness.ts';
import type { ServiceConfig } from './service.config.ts';
import { wireService } from './wire-service.ts';

export interface ServeOptions {
  readonly config: ServiceConfig;
  readonly logger: Logger;
  /** Takes what has to be closed. */
  readonly closing: Closing;
  readonly ending: AbortSignal;
}

/** A page that is being published is finished. */
const PATIENCE_MS = 10_000;

/** Runs one service, as one replica of it, on Kafka, gRPC and databases that others run; answers when it serves. */
export async function serve(definition: ServiceDefinition, options: ServeOptions): Promise<void> {
  const { config, logger, closing, ending } = options;
  const { generation, payload: format, sessionMs } = config;
  const connection: KafkaConnection = { ...config.kafka, clientId: `ledgerdesk-${definition.name}` };
  const keys = await SigningKeys.of(config.signingKeys, systemClock);
  const [loop, consumers, parts] = [new LoopLateness(), new ConsumerWatch(), new BusyParts()];
  const ops = new OpsServer({ place: config.ops, jwks: () => keys.jwks() });
  await ops.listen();
  closing.add(() => ops.close());
  loop.start();
  closing.add(() => loop.stop());
  await assertDatabasesMigrated(definition, config);

  const tls = new WatchedTls({ read: config.readRpcTls, logger });
  tls.start();
  closing.add(() => tls.stop());
  const rpc = new GrpcChannel({ addresses: addressesOf(definition, config.rpcAddresses), tls, logger });
  closing.add(() => rpc.close());
  let feed!: KafkaFeed;
  const service = wireService(definition, {
    databases: config,
    masterKeys: config.masterKeys,
    keys,
    trusted: config.trustedKeys,
    rpc,
    feed: (eventStore) => (feed = new KafkaFeed({ connection, generation, eventStore, sessionMs, logger })),
    logger,
    onDiskFull: new FullDiskNotice({ logger, disk: "that of the service's PostgreSQL" }).tell,
  });
  closing.add(() => service.close());
  closing.add(measureTables(definition.name, service.runtime.database));

  const outlet = publishing(service, { connection, generation, format, clear: config.clear });
  parts.watch(() => (outlet?.relays() ?? []).map(busyRelay));
  const stopping = new AbortController();
  const published = outlet?.run(stopping.signal);
  closing.add(() => {
    stopping.abort();
    return published;
  }, PATIENCE_MS);
  const adapter = httpAdapter({ loopbackOnly: definition.http?.loopbackOnly ?? false });
  const lastAnswers = new LastAnswers();
  lastAnswers.on(adapter.getInstance());
  const app = await openApp([service], {
    module: definition.module(service.runtime),
    adapter,
    rpc: definition.rpc && grpcServer(definition.rpc, { url: `${config.grpc.host}:${config.grpc.port}`, tls, logger }),
    feed,
    consumers,
    logger,
    closing,
    parts,
  });
  const backlog = new KafkaBacklog({ connection, generation, logger });
  const heard = consumers.watched.map(({ consumer }) => consumer);
  closing.add(measureConsumers({ health: () => feed.health(), backlog: () => backlog.look(heard) }, consumers.watched));
  if (definition.http) await answerAt(app, config.http);
  await service.runtime.views.live(ending);
  ops.started({ checks: checksOf(service), stuck: () => stuckParts({ loop, consumers, parts }) });
  closing.add(async () => {
    // Balancers learn that nothing is to be sent here any more before a socket closes; what comes meanwhile is answered.
    ops.drain();
    lastAnswers.begin();
    await sleep(config.drainMs);
  }, config.drainMs + 1_000);
}

const busyRelay = ({ name, health: { busyForMs } }: Relay): BusyPart => ({
  what: `the relay ${name} has had one page in hand`,
  ...(busyForMs !== undefined && { busyForMs }),
});
