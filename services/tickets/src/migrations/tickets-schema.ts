import type { SchemaMigrations } from '@ledgerdesk/postgres';
import { TicketNumbers1763900000000 } from './ticket-numbers-1763900000000.ts';

/** The tables of this service beside its views. */
export const ticketsSchema: SchemaMigrations = {
  schema: 'tickets',
  migrations: [TicketNumbers1763900000000],
  oldestProgram: 1,
};
