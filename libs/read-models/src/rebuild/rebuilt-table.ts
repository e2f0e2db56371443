import { forgetLeftOut } from '@ledgerdesk/messaging';
import type { ClientBase } from 'pg';
import { consumerName } from '../runner/consumer-name.ts';
import { createTable, takeTurns } from '../table/create-table.ts';
import { REBUILT_VERSION } from '../table/rebuilt-version.ts';
import { viewTableOf, type ViewTable } from '../table/view-table.ts';

type Client = Pick<ClientBase, 'query'>;

/** The second table of a view, which nobody queries: a version of its own in all but what it is filled with. */
export const rebuiltTableOf = ({ view }: ViewTable): ViewTable => viewTableOf({ ...view, version: REBUILT_VERSION });

/** Makes it, empty; what a rebuild that did not come to its end has left goes before. */
export async function beginRebuilt(client: Client, rebuilt: ViewTable, service: string): Promise<void> {
  await client.query('BEGIN');
  await takeTurns(client);
  await drop(client, rebuilt, service);
  await createTable(client, rebuilt);
  await client.query('COMMIT');
}

/** Takes it away, with its checkpoint and what it parked. */
export async function dropRebuilt(client: Client, rebuilt: ViewTable, service: string): Promise<void> {
  await client.query('BEGIN');
  await takeTurns(client);
  await drop(client, rebuilt, service);
  await client.query('COMMIT');
}

async function drop(client: Client, { table, view }: ViewTable, service: string): Promise<void> {
  await client.query(`DROP TABLE IF EXISTS ${table}`);
  await client.query('DELETE FROM view_checkpoint WHERE view = $1 AND version = $2', [view.name, view.version]);
  await forgetLeftOut(client, [consumerName(service, view)]);
}
