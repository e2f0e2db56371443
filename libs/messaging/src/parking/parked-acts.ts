import type { ClientBase } from 'pg';
import { ParkedKeys, type FirstParked } from './parked-keys.ts';
import type { ParkedKey } from './parked-list.ts';
import { parkedText } from './parked-text.ts';

/** Who does something about which parked key. */
export interface Act extends Pick<ParkedKey, 'consumer' | 'key'> {
  readonly by: string;
}

/** What an operator did. */
export interface RecordedAct extends Act {
  readonly at: Date;
  readonly act: 'retry' | 'skip';
  /** Of a skip. */
  readonly reason: string | null;
  /** Why it was parked. */
  readonly error: string;
  /** What was skipped, whole. */
  readonly skipped: string | null;
}

/** Lets a parked key be tried at once, and records who wanted it. Answers whether it is parked. */
export function retryParked(client: ClientBase, { consumer, key, by }: Act): Promise<boolean> {
  return inOneStep(client, async () => {
    const recorded = await record(client, { consumer, key, by, act: 'retry' });
    return recorded && (await new ParkedKeys(consumer).retry(client, key)) === 1;
  });
}

/** Skips what waits first under a parked key, and records who did so and why; the next is tried at once. Answers what was skipped. */
export function skipParked(
  client: ClientBase,
  skip: Act & { readonly reason: string },
): Promise<FirstParked | undefined> {
  const { consumer, key } = skip;
  const parked = new ParkedKeys(consumer);
  return inOneStep(client, async () => {
    const first = await parked.first(client, key);
    // It may have been taken at this very moment.
    if (!first || !(await parked.passed(client, key, first.id))) return undefined;
    await record(client, { ...skip, act: 'skip', skipped: parkedText(first) });
    if (!(await parked.free(client, key))) await parked.retry(client, key);
    return first;
  });
}

/** What was done about a parked key, or about all of a consumer or schema, the latest first. */
export async function actsIn(
  client: Pick<ClientBase, 'query'>,
  { consumer, key, limit }: { readonly consumer?: string; readonly key?: string; readonly limit: number },
): Promise<readonly RecordedAct[]> {
  const { rows } = await client.query<RecordedAct>(
    `SELECT at, by_whom AS by, act, consumer, key, reason, error, skipped FROM parked_act
     WHERE ($1::text IS NULL OR consumer = $1) AND ($2::text IS NULL OR key = $2 OR right(key, length($2) + 1) = '/' || $2) ORDER BY id DESC LIMIT $3`,
    [consumer ?? null, key ?? null, limit],
  );
  return rows;
}

async function record(
  client: ClientBase,
  { consumer, key, by, act, reason, skipped }: Act & Pick<RecordedAct, 'act'> & { reason?: string; skipped?: string },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO parked_act (by_whom, act, consumer, key, reason, error, skipped)
     SELECT $1, $2, consumer, key, $5, error, $6 FROM parked_key WHERE consumer = $3 AND key = $4`,
    [by, act, consumer, key, reason ?? null, skipped ?? null],
  );
  return rowCount === 1;
}

async function inOneStep<Result>(client: ClientBase, work: () => Promise<Result>): Promise<Result> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
