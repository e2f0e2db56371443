import { OwnIssuerModule, type OwnIssuer } from '@ledgerdesk/access';
import type { WiredService } from '@ledgerdesk/platform';
import { Module, type DynamicModule } from '@nestjs/common';

/** Every service's module in one application. */
@Module({})
export class StandaloneModule {
  static of(services: readonly WiredService[], ownIssuer: OwnIssuer | undefined): DynamicModule {
    return {
      module: StandaloneModule,
      imports: [
        ...services.map(({ definition, runtime }) => definition.module(runtime)),
        ...(ownIssuer ? [OwnIssuerModule.serving(ownIssuer)] : []),
      ],
    };
  }
}
