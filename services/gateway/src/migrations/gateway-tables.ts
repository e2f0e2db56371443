import type { SchemaMigrations } from '@ledgerdesk/postgres';
import { EventLog1764200000000 } from './event-log-1764200000000.ts';

/** The tables of this service beside its views. */
export const gatewayTables: SchemaMigrations = {
  schema: 'gateway',
  migrations: [EventLog1764200000000],
  oldestProgram: 1,
};
