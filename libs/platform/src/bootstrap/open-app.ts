import { FeedServer, type FeedServerOptions } from '@ledgerdesk/messaging';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import 'reflect-metadata';
import { HttpProblemFilter } from '../http/http-problem.filter.ts';
import { asPortError, type Place } from '../http/port.ts';
import { inTraceOf } from '../observability/in-trace-of.ts';
import type { Closing } from '../program/closing.ts';
import { nestLog } from '../program/log.ts';
import { doEffects } from './do-effects.ts';
import { hear, type HeardService, type Hearing } from './hear.ts';
import type { BusyParts } from './liveness.ts';

export interface OpenAppOptions extends Hearing {
  /** That of the service, or one that imports those of all. */
  readonly module: DynamicModule;
  readonly adapter: FastifyAdapter;
  /** How calls of other services come in, if any do. */
  readonly rpc?: MicroserviceOptions | undefined;
  readonly logger: Logger;
  /** Takes what has to be closed. */
  readonly closing: Pick<Closing, 'add'>;
  /** Knows by which parts it is judged whether the process lives. */
  readonly parts?: BusyParts;
}

/** Calls and requests end by their own deadlines, and batches are bounded. */
const PATIENCE_MS = 10_000;

/**
 * Opens services as one Nest application: their views and reactions hear the feed, which starts and stops with it, their effects
 * are done, and calls are answered. Its web server is left to be opened by `answerAt`.
 */
export async function openApp(
  services: readonly HeardService[],
  { module, adapter, rpc, logger, closing, parts, ...hearing }: OpenAppOptions,
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: nestLog(logger),
    abortOnError: false,
  });
  closing.add(() => app.close(), PATIENCE_MS);
  app.useGlobalFilters(new HttpProblemFilter());
  if (rpc) app.connectMicroservice(rpc);
  await hear(services, hearing);
  app.connectMicroservice({ strategy: new FeedServer(served(services, hearing)) });
  await app.init();
  await app.startAllMicroservices();
  closing.add(doEffects(services, { parts }), PATIENCE_MS);
  return app;
}

/** Opens the web server. @throws PortError */
export async function answerAt(app: NestFastifyApplication, place: Place): Promise<void> {
  await app.listen(place.port, place.host).catch((error: unknown) => {
    throw asPortError(error, place);
  });
}

const served = (services: readonly HeardService[], { feed, consumers }: Hearing): FeedServerOptions => ({
  feed,
  services: Object.fromEntries(
    services.map(({ definition, runtime: { database, logger } }) => [definition.name, { database, logger }]),
  ),
  around: inTraceOf,
  over: (consumer, service) =>
    consumers.over(consumer, {
      service,
      logger: services.find(({ definition }) => definition.name === service)!.runtime.logger,
    }),
});
