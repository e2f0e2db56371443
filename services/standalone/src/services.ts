import { accessService } from '@ledgerdesk/access';
import { gatewayService, type GatewayOptions } from '@ledgerdesk/gateway';
import { intakeService } from '@ledgerdesk/intake';
import type { ServiceDefinition } from '@ledgerdesk/platform';
import { ticketsService } from '@ledgerdesk/tickets';

/** Everything that runs here. */
export const servicesFor = (gateway: GatewayOptions): readonly ServiceDefinition[] => [
  accessService,
  ticketsService,
  intakeService,
  gatewayService(gateway),
];
