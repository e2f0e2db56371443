import { access, tickets } from '@ledgerdesk/contracts';
import { createCommandHandler } from '@ledgerdesk/event-store';
import { publishCategory } from '@ledgerdesk/messaging';
import type { ServiceDefinition, ServiceRuntime } from '@ledgerdesk/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { AccessRequesters } from './adapters/access-requesters.ts';
import { DefaultLifecycles } from './adapters/default-lifecycles.ts';
import { PostgresTicketNumbers } from './adapters/postgres-ticket-numbers.ts';
import { ViewDeskDirectory } from './adapters/view-desk-directory.ts';
import { ApiModule } from './api/api.module.ts';
import { ticketCategory } from './ledger/ticket-category.ts';
import { ticketsSchema } from './migrations/tickets-schema.ts';
import { ticketPublishing } from './publishing/ticket-publishing.ts';
import {
  OPEN_TICKET_NEEDS,
  OpenTicketOnSubmissionReceived,
  type OpenTicketNeeds,
} from './reactions/open-ticket-on-submission-received.ts';
import { knownPerson } from './views/known-person/known-person.view.ts';
import { teamRoster } from './views/team-roster/team-roster.view.ts';

@Module({})
class TicketsModule {
  static on(runtime: ServiceRuntime): DynamicModule {
    const { views, eventStore, verifier, rpc, issuer, keyRing } = runtime;
    const shared = standing(runtime);
    const api = { ...shared, directory: new ViewDeskDirectory(views, eventStore) };
    const needs: OpenTicketNeeds = { ...shared, requesters: new AccessRequesters(rpc, issuer), keyRing };
    return {
      module: TicketsModule,
      imports: [ApiModule.on(api, verifier)],
      controllers: [OpenTicketOnSubmissionReceived],
      providers: [{ provide: OPEN_TICKET_NEEDS, useValue: needs }],
    };
  }
}

/** What requests and reactions both stand on. */
const standing = ({ eventStore, keyRing, database, clock }: ServiceRuntime) => ({
  tickets: createCommandHandler(ticketCategory, { eventStore, keyRing }),
  numbers: new PostgresTicketNumbers(database, eventStore),
  lifecycles: new DefaultLifecycles(),
  clock,
});

/** Tickets: what people ask of a desk, from the first word to the closing. */
export const ticketsService: ServiceDefinition = {
  name: 'tickets',
  categories: [ticketCategory.name],
  rpc: [tickets.TicketsDefinition],
  calls: [access.AccessDefinition],
  published: [publishCategory('ticket', ticketCategory, ticketPublishing)],
  schema: ticketsSchema,
  views: [teamRoster, knownPerson],
  module: (runtime) => TicketsModule.on(runtime),
};
