import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { ViewTable } from '../table/view-table.ts';
import type { Comparison, DifferingRow, Digest } from './comparison.ts';
import { compareKeys, rowDigests, rowTexts, type RowDigest } from './row-digests.ts';

/** A table as a transaction sees it, which stays until the comparison is done. */
export interface Seen {
  readonly client: Pick<ClientBase, 'query'>;
  readonly table: ViewTable;
}

const EXAMPLES = 5;

/** Holds all rows of two tables against each other, key by key. */
export async function compareRows(live: Seen, rebuilt: Seen): Promise<Omit<Comparison, 'parked'>> {
  const sides = [new Side(live), new Side(rebuilt)] as const;
  const [onlyLive, onlyRebuilt, different] = [new Rows(), new Rows(), new Rows()];
  let [one, other] = [await sides[0].next(), await sides[1].next()];
  while (one || other) {
    const order = !one ? 1 : !other ? -1 : compareKeys(one, other);
    if (order < 0) onlyLive.note(one!);
    else if (order > 0) onlyRebuilt.note(other!);
    else if (one![2] !== other![2]) different.note(one!);
    if (order <= 0) one = await sides[0].next();
    if (order >= 0) other = await sides[1].next();
  }
  const examples = [];
  for (const key of different.first)
    examples.push({ ...named(key), columns: await columnsThatDiffer(live, rebuilt, key) });
  const [a, b] = [sides[0].digest, sides[1].digest];
  return {
    same: a.hash === b.hash,
    live: a,
    rebuilt: b,
    onlyLive: { count: onlyLive.count, examples: onlyLive.first.map(named) },
    onlyRebuilt: { count: onlyRebuilt.count, examples: onlyRebuilt.first.map(named) },
    different: { count: different.count, examples },
  };
}

const named = ([tenant, id]: RowDigest): DifferingRow => ({ tenant, id });

class Rows {
  count = 0;
  readonly first: RowDigest[] = [];

  note(row: RowDigest): void {
    this.count += 1;
    if (this.first.length < EXAMPLES) this.first.push(row);
  }
}

class Side {
  private readonly rows: AsyncGenerator<RowDigest, void>;
  private readonly hash = createHash('sha256');
  private count = 0;

  constructor({ client, table }: Seen) {
    this.rows = rowDigests(client, table);
  }

  async next(): Promise<RowDigest | undefined> {
    const { value } = await this.rows.next();
    if (!value) return undefined;
    this.count += 1;
    this.hash.update(JSON.stringify(value));
    return value;
  }

  /** After the last row. */
  get digest(): Digest {
    return { rows: this.count, hash: this.hash.digest('hex') };
  }
}

async function columnsThatDiffer(live: Seen, rebuilt: Seen, key: RowDigest): Promise<readonly string[]> {
  const [here, there] = [
    await rowTexts(live.client, live.table, key),
    await rowTexts(rebuilt.client, rebuilt.table, key),
  ];
  return [...here.keys()].filter((column) => here.get(column) !== there.get(column));
}
