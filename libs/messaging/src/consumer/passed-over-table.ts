import type { Topic } from '@ledgerdesk/contracts';
import type { ClientBase, Pool } from 'pg';
import type { PassedOver } from '../port/feed.ts';

type Database = Pick<Pool | ClientBase, 'query'>;

/** An event of what was passed over. */
export interface PassedEvent {
  readonly tenant: string;
  readonly subject: string;
  readonly sequence: number;
  readonly position: bigint;
  readonly at: Date;
}

/** What a consumer did not know of one type of event. */
export interface PassedOverRow {
  readonly consumer: string;
  readonly topic: Topic;
  readonly type: string;
  readonly unknown: PassedOver['unknown'];
  readonly count: number;
  readonly first: PassedEvent;
  readonly last: PassedEvent;
}

/** Remembers what was passed over, in the transaction that moves the checkpoint past it. */
export async function rememberPassedOver(
  database: Database,
  consumer: string,
  passedOver: readonly PassedOver[],
): Promise<void> {
  const kinds = Map.groupBy(passedOver, ({ topic, type, unknown }) => `${topic} ${unknown} ${type}`);
  // Always in one order, so that two partitions' transactions do not wait for each other.
  for (const [, those] of [...kinds].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [first, last] = [those[0]!, those.at(-1)!];
    await database.query(
      `INSERT INTO passed_over AS known (consumer, topic, type, unknown, count,
         first_tenant, first_subject, first_sequence, first_position,
         last_tenant, last_subject, last_sequence, last_position)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       ON CONFLICT (consumer, topic, type, unknown) DO UPDATE SET count = known.count + excluded.count,
         last_tenant = excluded.last_tenant, last_subject = excluded.last_subject,
         last_sequence = excluded.last_sequence, last_position = excluded.last_position, last_at = excluded.last_at`,
      [consumer, first.topic, first.type, first.unknown, those.length, ...placed(first), ...placed(last)],
    );
  }
}

const placed = ({ tenant, subject, sequence, position }: PassedOver): readonly unknown[] => [
  tenant,
  subject,
  sequence,
  position.toString(),
];

interface Row {
  readonly consumer: string;
  readonly topic: Topic;
  readonly type: string;
  readonly unknown: PassedOver['unknown'];
  readonly count: string;
  readonly first: readonly [string, string, string, string];
  readonly first_at: Date;
  readonly last: readonly [string, string, string, string];
  readonly last_at: Date;
}

/** What the consumers of this schema passed over, the latest first. */
export async function passedOverIn(
  database: Database,
  { consumer, limit }: { readonly consumer?: string | undefined; readonly limit: number },
): Promise<readonly PassedOverRow[]> {
  const { rows } = await database.query<Row>(
    `SELECT consumer, topic, type, unknown, count::text,
       ARRAY[first_tenant, first_subject, first_sequence::text, first_position::text] AS first, first_at,
       ARRAY[last_tenant, last_subject, last_sequence::text, last_position::text] AS last, last_at
     FROM passed_over WHERE $1::text IS NULL OR consumer = $1 ORDER BY last_at DESC, consumer, type, unknown LIMIT $2`,
    [consumer ?? null, limit],
  );
  return rows.map(({ count, first, first_at, last, last_at, ...row }) => ({
    ...row,
    count: Number(count),
    first: eventOf(first, first_at),
    last: eventOf(last, last_at),
  }));
}

const eventOf = ([tenant, subject, sequence, position]: Row['first'], at: Date): PassedEvent => ({
  tenant,
  subject,
  sequence: Number(sequence),
  position: BigInt(position),
  at,
});
