import { placeOf, type EventStore } from '@ledgerdesk/event-store';
import type { ClientBase, Pool } from 'pg';
import { checkpointsIn } from '../runner/checkpoints.ts';
import { liveVersion } from '../table/live-version.ts';
import type { ViewTable } from '../table/view-table.ts';
import { RebuildRefusedError } from './errors.ts';
import { Heard } from './heard.ts';

/**
 * What the view that queries see has heard, as this transaction sees it.
 * @throws RebuildRefusedError where queries do not see the version that this program knows, or it is of another ledger
 */
export async function standOf(
  client: Pick<ClientBase | Pool, 'query'>,
  table: ViewTable,
  eventStore: Pick<EventStore, 'head'>,
): Promise<Heard> {
  const { name, version } = table.view;
  assertShown(await liveVersion(client, table), table);
  const kept = await checkpointsIn(client, table.view);
  // After the checkpoints, which move on.
  const ledger = placeOf(await eventStore.head());
  const ours = kept.filter(({ place }) => place.epoch === ledger.epoch);
  const foreign =
    ours.find(({ place }) => place.position > ledger.position) ?? (ours.length === 0 ? kept[0] : undefined);
  if (foreign) {
    const { epoch, position } = foreign.place;
    throw new RebuildRefusedError(
      `The view ${name} stands at ${epoch}.${position} in ${foreign.source}, which this ledger, at ${ledger.epoch}.` +
        `${ledger.position}, never reached: a backup was restored. Drop its tables, version ${version}, and start its ` +
        'service again; it is then filled from the beginning.',
    );
  }
  return new Heard(ledger.epoch, ours);
}

function assertShown(live: number | undefined, { view: { name, version } }: ViewTable): void {
  if (live === version) return;
  if (live === undefined)
    throw new RebuildRefusedError(`There is no view ${name} yet: its service makes it at its first start.`);
  throw new RebuildRefusedError(
    live < version
      ? `Queries still see version ${live} of the view ${name}, and version ${version} is filled by its service, which must run: "views list" shows how far it is.`
      : `Queries see version ${live} of the view ${name}, of a newer release than this program, which knows version ${version}: use that release's.`,
  );
}
