import { inTheWay, takeOver } from '@ledgerdesk/messaging';
import type { ClientBase } from 'pg';
import { consumerName } from '../runner/consumer-name.ts';
import { rename } from '../table/create-table.ts';
import { makeLive } from '../table/live-version.ts';
import type { ViewTable } from '../table/view-table.ts';
import { RebuildRefusedError } from './errors.ts';

export interface Swap {
  readonly service: string;
  /** What queries see. */
  readonly table: ViewTable;
  /** What takes its place. */
  readonly rebuilt: ViewTable;
}

/**
 * Puts the rebuilt table in the place of the one that queries see, under its name and with its checkpoints: whoever keeps or
 * reads that names the new one from the end of the transaction on. The transaction holds the view's turn, so that nobody is in
 * the midst of a batch, and both tables hold the same events. @throws RebuildRefusedError
 */
export async function swapRebuilt(client: Pick<ClientBase, 'query'>, { service, table, rebuilt }: Swap): Promise<void> {
  const { name, version } = rebuilt.view;
  const parking = { consumer: consumerName(service, table.view), by: consumerName(service, rebuilt.view) };
  // What was taken once must be taken again; else this program is worse than the one that filled the view.
  const [first, ...more] = await inTheWay(client, parking);
  if (first) {
    throw new RebuildRefusedError(
      `The rebuilt view ${name} does not take the other's place, for it cannot take what that one took: ${first.key}` +
        `${more.length > 0 ? ` and ${more.length} more` : ''}. ${first.error}`,
    );
  }
  // Readers come by the view: nobody waits for its table who has it already.
  await client.query(`DROP VIEW ${table.name}`);
  await client.query(`DROP TABLE ${table.table}`);
  await rename(client, rebuilt, table);
  await makeLive(client, table);
  await client.query('DELETE FROM view_checkpoint WHERE view = $1 AND version = $2', [name, version]);
  await takeOver(client, parking);
}
