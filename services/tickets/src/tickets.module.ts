import { access, tickets } from '@ledgerdesk/contracts';
import { createCommandHandler } from '@ledgerdesk/event-store';
import { publishCategory, ReactionConsumer, type Consumer, type FeedEvent } from '@ledgerdesk/messaging';
import { inTraceOf, type ServiceDefinition, type ServiceRuntime } from '@ledgerdesk/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { AccessRequesters } from './adapters/access-requesters.ts';
import { DefaultLifecycles } from './adapters/default-lifecycles.ts';
import { PostgresTicketNumbers } from './adapters/postgres-ticket-numbers.ts';
import { ViewDeskDirectory } from './adapters/view-desk-directory.ts';
import { ApiModule } from './api/api.module.ts';
import { ticketCategory } from './ledger/ticket-category.ts';
import { ticketsSchema } from './migrations/tickets-schema.ts';
import { ticketPublishing } from './publishing/ticket-publishing.ts';
import { OpenTicketOnSubmissionReceived } from './reactions/open-ticket-on-submission-received.ts';
import { knownPerson } from './views/known-person/known-person.view.ts';
import { teamRoster } from './views/team-roster/team-roster.view.ts';

@Module({})
class TicketsModule {
  static on(runtime: ServiceRuntime): DynamicModule {
    const { views, eventStore, verifier } = runtime;
    const api = { ...standing(runtime), directory: new ViewDeskDirectory(views, eventStore) };
    return { module: TicketsModule, imports: [ApiModule.on(api, verifier)] };
  }
}

/** What requests and reactions both stand on. */
const standing = ({ eventStore, keyRing, database, clock }: ServiceRuntime) => ({
  tickets: createCommandHandler(ticketCategory, { eventStore, keyRing }),
  numbers: new PostgresTicketNumbers(database, eventStore),
  lifecycles: new DefaultLifecycles(),
  clock,
});

function openTicketOnSubmissionReceived(runtime: ServiceRuntime): Consumer {
  const { rpc, issuer, keyRing, database, logger } = runtime;
  const reaction = new OpenTicketOnSubmissionReceived({
    ...standing(runtime),
    requesters: new AccessRequesters(rpc, issuer),
    keyRing,
  });
  const name = 'tickets.open-ticket-on-submission-received';
  return new ReactionConsumer({
    name,
    topics: ['submission'],
    database,
    logger,
    handle: inTraceOf(name, (event: FeedEvent<'submission'>) => reaction.handle(event)),
  });
}

/** Tickets: what people ask of a desk, from the first word to the closing. */
export const ticketsService: ServiceDefinition = {
  name: 'tickets',
  categories: [ticketCategory.name],
  rpc: [tickets.TicketsDefinition],
  calls: [access.AccessDefinition],
  published: [publishCategory('ticket', ticketCategory, ticketPublishing)],
  schema: ticketsSchema,
  views: [teamRoster, knownPerson],
  consumers: (runtime) => [openTicketOnSubmissionReceived(runtime)],
  module: (runtime) => TicketsModule.on(runtime),
};
