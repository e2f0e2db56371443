import { KafkaFeed, type KafkaConnection } from '@ledgerdesk/messaging';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import 'reflect-metadata';
import { systemClock } from '../clock.ts';
import { httpAdapter } from '../http/adapter.ts';
import { HttpProblemFilter } from '../http/http-problem.filter.ts';
import { asPortError } from '../http/port.ts';
import { SigningKeys } from '../identity/signing-keys.ts';
import { FullDiskNotice } from '../observability/full-disk-notice.ts';
import type { Closing } from '../program/closing.ts';
import { nestLog } from '../program/log.ts';
import { GrpcChannel } from '../rpc/grpc-channel.ts';
import { grpcServer } from '../rpc/grpc-server.ts';
import type { ServiceDefinition } from '../service.ts';
import { assertDatabasesMigrated } from './assert-migrated.ts';
import { OpsServer } from './ops-server.ts';
import { addressesOf } from './peers.ts';
import { publish } from './publishing.ts';
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

/** Runs one service, as one replica of it, on Kafka, gRPC and databases that others run; answers when it serves. */
export async function serve(definition: ServiceDefinition, options: ServeOptions): Promise<void> {
  const { config, logger, closing, ending } = options;
  const connection: KafkaConnection = { ...config.kafka, clientId: `ledgerdesk-${definition.name}` };
  const keys = await SigningKeys.of(config.signingKeys, systemClock);
  const ops = new OpsServer({ place: config.ops, jwks: () => keys.jwks() });
  await ops.listen();
  closing.add(() => ops.close());
  await assertDatabasesMigrated(definition, config);

  const rpc = new GrpcChannel({ addresses: addressesOf(definition, config.rpcAddresses) });
  closing.add(() => rpc.close());
  const service = wireService(definition, {
    databases: config,
    masterKeys: config.masterKeys,
    keys,
    trusted: config.trustedKeys,
    rpc,
    feed: (eventStore) => new KafkaFeed({ connection, generation: config.generation, eventStore, logger }),
    logger,
    onDiskFull: new FullDiskNotice({ logger, disk: "that of the service's PostgreSQL" }).tell,
  });
  closing.add(() => service.close());

  await hear(service);
  closing.add(() => service.runtime.feed.stop());
  const publishing = publish(service, { connection, generation: config.generation, format: config.payload }, ending);
  closing.add(() => publishing);
  await answer(service, options);
  await service.runtime.views.live(ending);
  ops.started(checksOf(service));
  closing.add(() => ops.drain());
}

/** Lets the service's views and reactions hear the feed. */
async function hear({ definition, runtime }: WiredService): Promise<void> {
  await runtime.views.prepare();
  for (const consumer of [...runtime.views.consumers, ...definition.consumers(runtime)])
    runtime.feed.subscribe(consumer);
  await runtime.feed.start();
}

/** Opens the doors that the service has: gRPC for other services, HTTP for people. */
async function answer({ definition, runtime }: WiredService, { config, logger, closing }: ServeOptions): Promise<void> {
  const app = await NestFactory.create<NestFastifyApplication>(
    definition.module(runtime),
    httpAdapter({ loopbackOnly: definition.http?.loopbackOnly ?? false }),
    { logger: nestLog(logger), abortOnError: false },
  );
  closing.add(() => app.close());
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
