import type { SchemaMigrations } from '@ledgerdesk/postgres';
import { ParkedKeys1764000000002 } from '../parking/parked-keys-1764000000002.ts';
import { ConsumerCheckpoint1763900000001 } from './consumer-checkpoint-1763900000001.ts';

/** What a service with reactions adds to the migrations of its own schema. */
export const consumerMigrations: SchemaMigrations['migrations'] = [
  ConsumerCheckpoint1763900000001,
  ParkedKeys1764000000002,
];
