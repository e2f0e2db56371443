import pg from 'pg';
import { databaseOf } from '../../support/data-folder.ts';

/** Looks into a database of an installation, as its superuser. */
export async function using<Found>(
  data: string,
  database: string,
  look: (client: pg.Client) => Promise<Found>,
): Promise<Found> {
  const client = new pg.Client({ connectionString: databaseOf(data, database) });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await look(client);
  } finally {
    await client.end();
  }
}
