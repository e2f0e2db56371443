import { OwnIssuerModule, type OwnIssuer } from '@ledgerdesk/access';
import { httpAdapter, nestLog } from '@ledgerdesk/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';

@Module({})
class IssuerModule {
  static of(issuer: OwnIssuer): DynamicModule {
    return { module: IssuerModule, imports: [OwnIssuerModule.serving(issuer)] };
  }
}

/** Serves the own issuer's documents by themselves; answers how to stop. */
export async function serveIssuer(issuer: OwnIssuer, port: number, logger: Logger): Promise<() => Promise<void>> {
  const adapter = httpAdapter({ loopbackOnly: true });
  const app = await NestFactory.create<NestFastifyApplication>(IssuerModule.of(issuer), adapter, {
    logger: nestLog(logger),
    abortOnError: false,
  });
  await app.listen(port, '127.0.0.1');
  return () => app.close();
}
