import { KafkaBacklog, KafkaFeed, type KafkaConnection } from '@ledgerdesk/messaging';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import 'reflect-metadata';
import { systemClock } from '../clock.ts';
import { httpAdapter } from '../http/adapter.ts';
import { HttpProblemFilter } from '../http/http-problem.filter.ts';
import { LastAnswers } from '../http/last-answers.ts';
import { asPortError } from '../http/port.ts';
import { SigningKeys } from '../identity/signing-keys.ts';
import { ConsumerWatch } from '../observability/consumer-watch.ts';
import { FullDiskNotice } from '../observability/full-disk-notice.ts';
import { LoopLateness } from '../observability/loop-lateness.ts';
import { measureConsumers } from '../observability/metrics/consumers.ts';
import { measureTables } from '../observability/metrics/kept-tables.ts';
import type { Closing } from '../program/closing.ts';
import { nestLog } from '../program/log.ts';
import { GrpcChannel } from '../rpc/grpc-channel.ts';
import { grpcServer } from '../rpc/grpc-server.ts';
import type { ServiceDefinition } from '../service.ts';
import { assertDatabasesMigrated } from './assert-migrated.ts';
import { hear } from './hear.ts';
import { stuckParts } from './liveness.ts';
import { OpsServer } from './ops-server.ts';
import { addressesOf } from './peers.ts';
import { publishing } from './publishing.ts';
import { checksOf } from './readiness.ts';
import type { ServiceConfig } from './service.config.ts';
import { wireService, type WiredService } from './wire-service.ts';

export interface ServeOptions {
  readonly config: ServiceConfig;
  readonly logger: Logger;
  /** Takes what has to be closed. */
  readonly closing: Closing;
  readonly ending: AbortSignal;
}

/** Calls and requests end by their own deadlines, and batches are bounded. */
const PATIENCE_MS = 10_000;

/** Runs one service, as one replica of it, on Kafka, gRPC and databases that others run; answers when it serves. */
export async function serve(definition: ServiceDefinition, options: ServeOptions): Promise<void> {
  const { config, logger, closing, ending } = options;
  const { generation, payload: format, sessionMs } = config;
  const connection: KafkaConnection = { ...config.kafka, clientId: `ledgerdesk-${definition.name}` };
  const keys = await SigningKeys.of(config.signingKeys, systemClock);
  const [loop, consumers] = [new LoopLateness(), new ConsumerWatch()];
  const ops = new OpsServer({ place: config.ops, jwks: () => keys.jwks() });
  await ops.listen();
  closing.add(() => ops.close());
  loop.start();
  closing.add(() => loop.stop());
  await assertDatabasesMigrated(definition, config);

  const rpc = new GrpcChannel({ addresses: addressesOf(definition, config.rpcAddresses) });
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

  await hear([service], { feed, consumers });
  const backlog = new KafkaBacklog({ connection, generation, logger });
  const heard = consumers.watched.map(({ consumer }) => consumer);
  closing.add(measureConsumers({ health: () => feed.health(), backlog: () => backlog.look(heard) }, consumers.watched));
  const outlet = publishing(service, { connection, generation, format, clear: config.clear });
  const stopping = new AbortController();
  const published = outlet?.run(stopping.signal);
  closing.add(() => {
    stopping.abort();
    return Promise.all([feed.stop(), published]);
  }, PATIENCE_MS);
  const lastAnswers = new LastAnswers();
  await answer(service, { ...options, lastAnswers });
  await service.runtime.views.live(ending);
  const stuck = () => stuckParts({ loop, consumers, relay: () => outlet?.relay.health });
  ops.started({ checks: checksOf(service), stuck });
  closing.add(async () => {
    // Balancers learn that nothing is to be sent here any more before a socket closes; what comes meanwhile is answered.
    ops.drain();
    lastAnswers.begin();
    await sleep(config.drainMs);
  }, config.drainMs + 1_000);
}

/** Opens the doors that the service has: gRPC for other services, HTTP for people. */
async function answer(
  { definition, runtime }: WiredService,
  { config, logger, closing, lastAnswers }: ServeOptions & { readonly lastAnswers: LastAnswers },
): Promise<void> {
  const adapter = httpAdapter({ loopbackOnly: definition.http?.loopbackOnly ?? false });
  lastAnswers.on(adapter.getInstance());
  const app = await NestFactory.create<NestFastifyApplication>(definition.module(runtime), adapter, {
    logger: nestLog(logger),
    abortOnError: false,
  });
  closing.add(() => app.close(), PATIENCE_MS);
  app.useGlobalFilters(new HttpProblemFilter());
  if (definition.rpc) {
    const { host, port } = config.grpc;
    app.connectMicroservice(grpcServer(definition.rpc, { url: `${host}:${port}` }));
  }
  await app.startAllMicroservices();
  if (!definition.http) return void (await app.init());
  await app.listen(config.http.port, config.http.host).catch((error: unknown) => {
    throw asPortError(error, config.http);
  });
}
