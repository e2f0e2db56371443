import { accessService } from '@ledgerdesk/access';
import { gatewayService, type GatewayOptions } from '@ledgerdesk/gateway';
import { intakeService } from '@ledgerdesk/intake';
import { BearerVerifier, systemClock, type ServiceDefinition } from '@ledgerdesk/platform';
import { ticketsService } from '@ledgerdesk/tickets';

/** Everything that runs here. */
export const servicesFor = (gateway: GatewayOptions): readonly ServiceDefinition[] => [
  accessService,
  ticketsService,
  intakeService,
  gatewayService(gateway),
];

/** The same for a job, which lets nobody in. */
export const servicesForJob = (): readonly ServiceDefinition[] =>
  servicesFor({
    bearers: new BearerVerifier({ issuer: 'nobody', audience: 'nobody', keys: { keys: [] }, clock: systemClock }),
  });
