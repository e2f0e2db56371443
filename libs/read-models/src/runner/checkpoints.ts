import type { Place } from '@ledgerdesk/event-store';
import { CheckpointTable } from '@ledgerdesk/messaging';
import type { ClientBase, Pool } from 'pg';
import type { View } from '../port/view.ts';
import type { Stands } from './filled.ts';

/** A checkpoint of a view's version. */
interface Kept {
  readonly view: string;
  readonly version: number;
  readonly source: string;
  readonly place: Place;
}

/** All checkpoints of a service's views. */
export async function allCheckpoints(database: Pick<Pool | ClientBase, 'query'>): Promise<readonly Kept[]> {
  const { rows } = await database.query<Omit<Kept, 'place'> & { epoch: string; position: string }>({
    name: 'view_checkpoint.all',
    text: 'SELECT view, version, source, epoch, position::text FROM view_checkpoint',
  });
  return rows.map(({ epoch, position, ...kept }) => ({ ...kept, place: { epoch, position: BigInt(position) } }));
}

/** The checkpoints of one version of a view, moved by whichever processes. */
export async function checkpointsIn(
  database: Pick<Pool | ClientBase, 'query'>,
  { name, version }: Pick<View, 'name' | 'version'>,
): Promise<readonly Kept[]> {
  return (await allCheckpoints(database)).filter((each) => each.view === name && each.version === version);
}

/** How far one version of a view has come, by whichever processes. */
export async function standsOf(...of: Parameters<typeof checkpointsIn>): Promise<Stands> {
  const kept = await checkpointsIn(...of);
  return new Map(kept.map(({ source, place }) => [source, place.position]));
}

/** What keeps the checkpoints of one version of a view. */
export const checkpointsOf = ({ name: view, version }: View): CheckpointTable =>
  new CheckpointTable({ table: 'view_checkpoint', owner: { view, version }, consumer: view });
