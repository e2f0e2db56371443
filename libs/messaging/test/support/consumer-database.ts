import { consumerMigrations } from '@ledgerdesk/messaging';
import { migrate } from '@ledgerdesk/postgres';
import type { TestPostgres } from '@ledgerdesk/testing';
import pg from 'pg';

/** A service's own database, with the tables of its consumers. Whoever opens it ends the pool. */
export async function consumerDatabase(postgres: TestPostgres): Promise<pg.Pool> {
  const url = await postgres.createDatabase('read');
  await migrate(url, { schema: 'spec', migrations: consumerMigrations, oldestProgram: 1 });
  const database = new pg.Pool({ connectionString: url, options: '-c search_path=spec', pipeline: true });
  return database.on('error', () => undefined);
}

/** As before anything was heard. */
export const emptied = (database: pg.Pool): Promise<unknown> =>
  database.query('TRUNCATE consumer_checkpoint, parked_key, parked_event, broken_record, passed_over');
