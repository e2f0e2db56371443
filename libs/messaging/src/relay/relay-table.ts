import type { Pool } from 'pg';
import type { Checkpoint } from '../port/feed.ts';
import { LeaseLostError } from './errors.ts';

/** A lead that was taken: its number, higher with each change of hands, and where the one before had come to. */
export interface Lead {
  readonly term: bigint;
  readonly checkpoint: Checkpoint | undefined;
}

interface Row {
  readonly term: string;
  readonly epoch: string | null;
  readonly position: string | null;
}

const TAKE = `INSERT INTO relay (name, holder, term, held_until)
  VALUES ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond')
  ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, term = relay.term + 1, held_until = excluded.held_until
  WHERE relay.held_until < clock_timestamp()
  RETURNING term::text, epoch, position::text`;

const TAKE_PREPARED = `UPDATE relay
  SET holder = $2, term = term + 1, held_until = clock_timestamp() + $3 * interval '1 millisecond'
  WHERE name = $1 AND held_until < clock_timestamp()
  RETURNING term::text, epoch, position::text`;

/**
 * The row of a relay: a lease, which the database's clock ends, and the checkpoint, which only the term that holds the lease
 * may move. A process that was stopped and comes back believing that it leads moves nothing.
 */
export class RelayTable {
  constructor(
    private readonly database: Pick<Pool, 'query'>,
    private readonly name: string,
    /** Of this process: none has it twice. */
    private readonly holder: string,
  ) {}

  /** How far the ledger is relayed, whoever leads; undefined where nobody has begun. */
  async find(): Promise<Checkpoint | undefined> {
    const { rows } = await this.database.query<Row>('SELECT epoch, position::text FROM relay WHERE name = $1', [
      this.name,
    ]);
    return rows[0] && checkpointOf(rows[0]);
  }

  /** Takes the lead where nobody has it; undefined where somebody else does, or where there must be a row and is none. */
  async take(forMs: number, whilePrepared = false): Promise<Lead | undefined> {
    const { rows } = await this.database.query<Row>(whilePrepared ? TAKE_PREPARED : TAKE, [
      this.name,
      this.holder,
      forMs,
    ]);
    return rows[0] && { term: BigInt(rows[0].term), checkpoint: checkpointOf(rows[0]) };
  }

  /** Keeps the lead for so long from now. @throws LeaseLostError */
  async renew(term: bigint, forMs: number): Promise<void> {
    await this.change(
      `UPDATE relay SET held_until = clock_timestamp() + $3 * interval '1 millisecond' WHERE name = $1 AND term = $2`,
      [this.name, term.toString(), forMs],
    );
  }

  /** Says how far the ledger is relayed. @throws LeaseLostError */
  async move(term: bigint, { epoch, position }: Checkpoint): Promise<void> {
    await this.change('UPDATE relay SET epoch = $3, position = $4 WHERE name = $1 AND term = $2', [
      this.name,
      term.toString(),
      epoch,
      position.toString(),
    ]);
  }

  /** Lets somebody else take the lead at once, if it is still held. */
  async letGo(term: bigint): Promise<void> {
    await this.database.query(`UPDATE relay SET held_until = '-infinity' WHERE name = $1 AND term = $2`, [
      this.name,
      term.toString(),
    ]);
  }

  private async change(statement: string, values: readonly unknown[]): Promise<void> {
    const { rowCount } = await this.database.query(statement, [...values]);
    if (rowCount !== 1) throw new LeaseLostError(this.name);
  }
}

const checkpointOf = ({ epoch, position }: Pick<Row, 'epoch' | 'position'>): Checkpoint | undefined =>
  epoch === null || position === null ? undefined : { epoch, position: BigInt(position) };
