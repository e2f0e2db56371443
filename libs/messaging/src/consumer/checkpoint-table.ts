import type { ClientBase, Pool, QueryConfig } from 'pg';
import type { Checkpoint } from '../port/feed.ts';
import { SecondOwnerError } from './errors.ts';

type Database = Pick<Pool | ClientBase, 'query'>;

/** A table of checkpoints: the columns that say whose one is, beside `source`, `epoch`, `position` and `moved_at`. */
export interface CheckpointTableOptions {
  readonly table: string;
  /** Whose checkpoints these are: values by column. */
  readonly owner: Readonly<Record<string, string | number>>;
  /** What a second owner is told to have moved. */
  readonly consumer: string;
}

/** The checkpoints of one consumer, a row for each source, and where it has seen each of them last. */
export class CheckpointTable {
  private readonly owner: readonly (string | number)[];
  private readonly statements: Readonly<Record<'find' | 'move' | 'begin', QueryConfig>>;
  private readonly seen = new Map<string, Checkpoint>();

  constructor(private readonly options: CheckpointTableOptions) {
    this.owner = Object.values(options.owner);
    this.statements = statementsOf(options.table, [...Object.keys(options.owner), 'source']);
  }

  async find(database: Database, source: string): Promise<Checkpoint | undefined> {
    const values = [...this.owner, source];
    const { rows } = await database.query<{ epoch: string; position: string }>({ ...this.statements.find, values });
    const found = rows[0] && { epoch: rows[0].epoch, position: BigInt(rows[0].position) };
    if (found) this.seen.set(source, found);
    else this.seen.delete(source);
    return found;
  }

  /**
   * Moves one from where it was last seen, which holds it until the transaction ends; `moved` says that it has.
   * @throws SecondOwnerError where somebody else has moved it
   */
  async move(database: Database, source: string, to: Checkpoint): Promise<void> {
    const seen = this.seen.get(source);
    const { rowCount } = await database.query({
      ...(seen ? this.statements.move : this.statements.begin),
      values: [...this.owner, source, ...placed(to), ...(seen ? placed(seen) : [])],
    });
    if (rowCount !== 1) throw new SecondOwnerError({ consumer: this.options.consumer, source });
  }

  /** After the commit of a move. */
  moved(source: string, { epoch, position }: Checkpoint): void {
    this.seen.set(source, { epoch, position });
  }
}

const placed = ({ epoch, position }: Checkpoint): readonly string[] => [epoch, position.toString()];

function statementsOf(table: string, key: readonly string[]): Record<'find' | 'move' | 'begin', QueryConfig> {
  const [epoch, position, seenEpoch, seenPosition] = [1, 2, 3, 4].map((after) => `$${key.length + after}`);
  const matches = key.map((column, index) => `${column} = $${index + 1}`).join(' AND ');
  const values = key.map((_, index) => `$${index + 1}`).join(', ');
  return {
    find: { name: `${table}.find`, text: `SELECT epoch, position::text FROM ${table} WHERE ${matches}` },
    move: {
      name: `${table}.move`,
      text: `UPDATE ${table} SET epoch = ${epoch}, position = ${position}, moved_at = now()
        WHERE ${matches} AND epoch = ${seenEpoch} AND position = ${seenPosition}`,
    },
    begin: {
      name: `${table}.begin`,
      text: `INSERT INTO ${table} (${key.join(', ')}, epoch, position) VALUES (${values}, ${epoch}, ${position})
        ON CONFLICT DO NOTHING`,
    },
  };
}
