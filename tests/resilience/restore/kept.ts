import pg from 'pg';
import { using } from '../reckoning/using.ts';

const READ = 'ledgerdesk_read';

/** A program's own, which follow its commands and not its consumers. */
const OF_COMMANDS = ['ticket_number', 'ticket_number_checkpoint'];

/** Who keeps a place of the ledger: views by service, name and version, reactions and the event log by name. */
export const consumersIn = (data: string): Promise<readonly string[]> =>
  using(data, READ, async (client) => {
    const views = await ofEach(client, 'view_checkpoint', `view || '.v' || version`);
    const others = await ofEach(client, 'consumer_checkpoint', 'consumer');
    const named = [...views.map(({ schema, name }) => `${schema}.${name}`), ...others.map(({ name }) => name)];
    return [...new Set(named)].toSorted();
  });

/** Who publishes to Kafka, by the names of their relays. */
export const relaysIn = (data: string): Promise<readonly string[]> =>
  using(data, READ, async (client) => (await ofEach(client, 'relay', 'name')).map(({ name }) => name));

/** All that consumers and relays have written, table by table, as a digest. */
export const writtenIn = (data: string): Promise<Readonly<Record<string, string>>> =>
  using(data, READ, async (client) => {
    const { rows } = await client.query<{ schemaname: string; tablename: string }>(
      `SELECT schemaname, tablename FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> ALL($1) ORDER BY 1, 2`,
      [OF_COMMANDS],
    );
    const written: Record<string, string> = {};
    for (const { schemaname, tablename } of rows) {
      const table = `${pg.escapeIdentifier(schemaname)}.${pg.escapeIdentifier(tablename)}`;
      // The leases of relays are taken and left by who writes nothing.
      const row = tablename === 'relay' ? '(t.name, t.epoch, t.position)::text' : 't::text';
      const found = await client.query<{ digest: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(${row}, ' ' ORDER BY ${row})), '') AS digest FROM ${table} t`,
      );
      written[table] = found.rows[0]!.digest;
    }
    return written;
  });

interface Named {
  readonly schema: string;
  readonly name: string;
}

/** Of the table in each service's schema, a name that is made of each row which stands somewhere. */
async function ofEach(client: pg.Client, table: string, name: string): Promise<readonly Named[]> {
  const { rows } = await client.query<{ schema: string }>(
    'SELECT schemaname AS schema FROM pg_tables WHERE tablename = $1 ORDER BY 1',
    [table],
  );
  const named: Named[] = [];
  for (const { schema } of rows) {
    const found = await client.query<{ name: string }>(
      `SELECT ${name} AS name FROM ${pg.escapeIdentifier(schema)}.${table} WHERE epoch IS NOT NULL`,
    );
    named.push(...found.rows.map((row) => ({ schema, ...row })));
  }
  return named;
}
