import type { SchemaMigrations } from '@ledgerdesk/postgres';
import { RelayState1764000000000 } from './relay-state-1764000000000.ts';

/** What a service that relays adds to the migrations of its own schema. */
export const relayMigrations: SchemaMigrations['migrations'] = [RelayState1764000000000];
