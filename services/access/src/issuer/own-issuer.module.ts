import { Module, type DynamicModule } from '@nestjs/common';
import { OwnIssuerController } from './own-issuer.controller.ts';
import { OwnIssuer } from './own-issuer.ts';

/** Serves the own issuer's documents; whoever composes the services says whether there is one. */
@Module({})
export class OwnIssuerModule {
  static serving(issuer: OwnIssuer): DynamicModule {
    return {
      module: OwnIssuerModule,
      controllers: [OwnIssuerController],
      providers: [{ provide: OwnIssuer, useValue: issuer }],
    };
  }
}
