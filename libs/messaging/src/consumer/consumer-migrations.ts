import type { SchemaMigrations } from '@ledgerdesk/postgres';
import { ConsumerCheckpoint1763900000001 } from './consumer-checkpoint-1763900000001.ts';

/** What a service with reactions adds to the migrations of its own schema. */
export const consumerMigrations: SchemaMigrations['migrations'] = [ConsumerCheckpoint1763900000001];
