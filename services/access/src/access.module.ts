import { access } from '@ledgerdesk/contracts';
import { publishCategory } from '@ledgerdesk/messaging';
import { IDENTITY_VERIFIER, type ServiceDefinition, type ServiceRuntime } from '@ledgerdesk/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { HmacValueNaming } from './adapters/hmac-value-naming.ts';
import { AccessRuntime } from './api/access-runtime.ts';
import { PersonsController } from './api/persons.controller.ts';
import { RolesController } from './api/roles.controller.ts';
import { TeamsController } from './api/teams.controller.ts';
import { TenantsController } from './api/tenants.controller.ts';
import { accessLedger } from './ledger/access-ledger.ts';
import { personCategory, teamCategory, tenantCategory, valueClaimCategory } from './ledger/categories.ts';
import { personPublishing } from './publishing/person-publishing.ts';
import { teamPublishing } from './publishing/team-publishing.ts';
import { tenantPublishing } from './publishing/tenant-publishing.ts';

export { OwnIssuerModule } from './issuer/own-issuer.module.ts';
export { NotOnLoopbackError, OwnIssuer } from './issuer/own-issuer.ts';
export type { OwnIssuerOptions, TokenWish } from './issuer/own-issuer.ts';

@Module({})
class AccessModule {
  static on({ eventStore, keyRing, verifier, clock }: ServiceRuntime): DynamicModule {
    const runtime = new AccessRuntime(accessLedger(eventStore, keyRing), new HmacValueNaming(keyRing), clock);
    return {
      module: AccessModule,
      controllers: [TenantsController, PersonsController, RolesController, TeamsController],
      providers: [
        { provide: IDENTITY_VERIFIER, useValue: verifier },
        { provide: AccessRuntime, useValue: runtime },
      ],
    };
  }
}

/** Access: tenants, persons, teams, and what they may do. */
export const accessService: ServiceDefinition = {
  name: 'access',
  categories: [tenantCategory.name, personCategory.name, teamCategory.name, valueClaimCategory.name],
  rpc: [access.AccessDefinition],
  published: [
    publishCategory('tenant', tenantCategory, tenantPublishing),
    publishCategory('person', personCategory, personPublishing),
    publishCategory('team', teamCategory, teamPublishing),
  ],
  views: [],
  module: (runtime) => AccessModule.on(runtime),
};
