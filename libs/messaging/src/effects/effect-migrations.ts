import type { SchemaMigrations } from '@ledgerdesk/postgres';
import { EffectActs1764000000006 } from './effect-acts-1764000000006.ts';
import { EffectTable1764000000001 } from './effect-table-1764000000001.ts';

/** What a service with effects and timers adds to the migrations of its own schema. */
export const effectMigrations: SchemaMigrations['migrations'] = [EffectTable1764000000001, EffectActs1764000000006];
