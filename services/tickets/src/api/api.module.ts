import { IDENTITY_VERIFIER, type IdentityVerifier } from '@ledgerdesk/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { TICKETS_API, type TicketsApi } from './tickets-api.ts';
import { TicketsController } from './tickets.controller.ts';

/** The way in for requests. */
@Module({})
export class ApiModule {
  static on(api: TicketsApi, verifier: IdentityVerifier): DynamicModule {
    return {
      module: ApiModule,
      controllers: [TicketsController],
      providers: [
        { provide: TICKETS_API, useValue: api },
        { provide: IDENTITY_VERIFIER, useValue: verifier },
      ],
    };
  }
}
