import { OwnIssuerModule, type OwnIssuer } from '@ledgerdesk/access';
import { Module, type DynamicModule } from '@nestjs/common';
import { EntranceController } from './http/entrance.controller.ts';
import type { WiredService } from './wiring/runtimes.ts';

/** Every service's module in one application. */
@Module({})
export class StandaloneModule {
  static of(services: readonly WiredService[], ownIssuer: OwnIssuer | undefined): DynamicModule {
    return {
      module: StandaloneModule,
      controllers: [EntranceController],
      imports: [
        ...services.map(({ definition, runtime }) => definition.module(runtime)),
        ...(ownIssuer ? [OwnIssuerModule.serving(ownIssuer)] : []),
      ],
    };
  }
}
