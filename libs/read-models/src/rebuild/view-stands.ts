import type { ClientBase, Pool } from 'pg';
import type { View } from '../port/view.ts';
import { allCheckpoints } from '../runner/checkpoints.ts';
import { liveVersion } from '../table/live-version.ts';
import { isAtRest, REBUILT_VERSION } from '../table/rebuilt-version.ts';
import { viewTableOf } from '../table/view-table.ts';
import { Heard } from './heard.ts';

/** How a view stands in its database. */
export interface ViewStand {
  readonly view: View;
  /** The version that queries see; undefined before its service has made the view. */
  readonly shown: number | undefined;
  /** The newest version there is, and what it has heard. */
  readonly newest: number;
  readonly heard: Heard;
  /** It is being filled a second time. */
  readonly isRebuilt: boolean;
}

/** How a service's views stand; the client is in the service's schema. */
export async function viewStands(
  client: Pick<ClientBase | Pool, 'query'>,
  views: readonly View[],
  epoch: string,
): Promise<readonly ViewStand[]> {
  const checkpoints = (await hasCheckpoints(client)) ? await allCheckpoints(client) : [];
  const stands: ViewStand[] = [];
  for (const view of views) {
    const table = viewTableOf(view);
    const shown = await liveVersion(client, table);
    const kept = checkpoints.filter((each) => each.view === view.name);
    const newest = Math.max(view.version, shown ?? 0);
    const heard = new Heard(
      epoch,
      kept.filter(({ version }) => version === newest),
    );
    const isRebuilt = kept.some(({ version }) => version === REBUILT_VERSION) && !(await isAtRest(client, table));
    stands.push({ view, shown, newest, heard, isRebuilt });
  }
  return stands;
}

/** A service makes the table when it starts for the first time. */
async function hasCheckpoints(client: Pick<ClientBase | Pool, 'query'>): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('view_checkpoint') IS NOT NULL AS there`);
  return rows[0]!.there;
}
