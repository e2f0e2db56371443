import type { Place } from '@ledgerdesk/event-store';
import { SecondOwnerError } from '@ledgerdesk/messaging';
import type { Pool, PoolClient } from 'pg';
import type { View } from '../port/view.ts';

/** A checkpoint of a view's version. */
interface Kept {
  readonly view: string;
  readonly version: number;
  readonly source: string;
  readonly place: Place;
}

/** All checkpoints of a service's views. */
export async function allCheckpoints(database: Pool): Promise<readonly Kept[]> {
  const { rows } = await database.query<Omit<Kept, 'place'> & { epoch: string; position: string }>({
    name: 'view-checkpoint.all',
    text: 'SELECT view, version, source, epoch, position::text FROM view_checkpoint',
  });
  return rows.map(({ epoch, position, ...kept }) => ({ ...kept, place: { epoch, position: BigInt(position) } }));
}

/** The checkpoints of one view's version, a row for each source. */
export class Checkpoints {
  constructor(private readonly view: View) {}

  async find(database: Pool, source: string): Promise<Place | undefined> {
    const { rows } = await database.query<{ epoch: string; position: string }>({ ...FIND, values: this.key(source) });
    return rows[0] && { epoch: rows[0].epoch, position: BigInt(rows[0].position) };
  }

  /**
   * Moves one from where it was last seen, which holds it until the transaction ends. @throws SecondOwnerError where
   * somebody else has moved it
   */
  async move(client: PoolClient, source: string, seen: Place | undefined, to: Place): Promise<void> {
    const { rowCount } = await client.query({
      ...(seen ? MOVE : BEGIN),
      values: [...this.key(source), ...valuesOf(to), ...(seen ? valuesOf(seen) : [])],
    });
    if (rowCount !== 1) throw new SecondOwnerError({ consumer: this.view.name, source });
  }

  private key(source: string): unknown[] {
    return [this.view.name, this.view.version, source];
  }
}

const valuesOf = ({ epoch, position }: Place): readonly string[] => [epoch, position.toString()];

const FIND = {
  name: 'view-checkpoint.find',
  text: 'SELECT epoch, position::text FROM view_checkpoint WHERE view = $1 AND version = $2 AND source = $3',
};

const MOVE = {
  name: 'view-checkpoint.move',
  text: `UPDATE view_checkpoint SET epoch = $4, position = $5, moved_at = now()
    WHERE view = $1 AND version = $2 AND source = $3 AND epoch = $6 AND position = $7`,
};

const BEGIN = {
  name: 'view-checkpoint.begin',
  text: `INSERT INTO view_checkpoint (view, version, source, epoch, position) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT DO NOTHING`,
};
