import type { SchemaMigrations } from '@ledgerdesk/postgres';
import { BrokenRecords1764000000003 } from '../parking/broken-records-1764000000003.ts';
import { ParkedActs1764000000004 } from '../parking/parked-acts-1764000000004.ts';
import { ParkedKeys1764000000002 } from '../parking/parked-keys-1764000000002.ts';
import { ConsumerCheckpoint1763900000001 } from './consumer-checkpoint-1763900000001.ts';
import { PassedOver1764000000005 } from './passed-over-1764000000005.ts';

/** What a service with views or reactions adds to the migrations of its own schema. */
export const consumerMigrations: SchemaMigrations['migrations'] = [
  ConsumerCheckpoint1763900000001,
  ParkedKeys1764000000002,
  BrokenRecords1764000000003,
  ParkedActs1764000000004,
  PassedOver1764000000005,
];
