import type { ClientBase, Pool } from 'pg';
import type { Checkpoint } from '../port/feed.ts';
import { SecondOwnerError } from './errors.ts';

/** Whose checkpoint, and in which source. */
export interface CheckpointKey {
  readonly consumer: string;
  readonly source: string;
}

/** The checkpoints of a service's consumers, in its own schema; see `consumerMigrations`. */
export class CheckpointTable {
  constructor(private readonly database: Pick<Pool | ClientBase, 'query'>) {}

  async find({ consumer, source }: CheckpointKey): Promise<Checkpoint | undefined> {
    const { rows } = await this.database.query<{ epoch: string; position: string }>(
      'SELECT epoch, position::text FROM consumer_checkpoint WHERE consumer = $1 AND source = $2',
      [consumer, source],
    );
    return rows[0] && { epoch: rows[0].epoch, position: BigInt(rows[0].position) };
  }

  /** Moves a checkpoint from where it was last seen; undefined is nowhere. @throws SecondOwnerError */
  async move(key: CheckpointKey, seen: Checkpoint | undefined, to: Checkpoint): Promise<void> {
    const { consumer, source } = key;
    const values = [consumer, source, to.epoch, to.position.toString()];
    const { rowCount } = seen
      ? await this.database.query(
          `UPDATE consumer_checkpoint SET epoch = $3, position = $4, moved_at = now()
           WHERE consumer = $1 AND source = $2 AND epoch = $5 AND position = $6`,
          [...values, seen.epoch, seen.position.toString()],
        )
      : await this.database.query(
          `INSERT INTO consumer_checkpoint (consumer, source, epoch, position) VALUES ($1, $2, $3, $4)
           ON CONFLICT DO NOTHING`,
          values,
        );
    if (rowCount !== 1) throw new SecondOwnerError(key);
  }
}
