import type { Topic } from '@ledgerdesk/contracts';
import type { ClientBase, Pool } from 'pg';
import { aggregateOf } from '../consumer/by-aggregate.ts';
import { storable } from '../delivery/fault.ts';
import type { BrokenRecord, RecordBytes, RecordPlace } from '../port/broken-record.ts';

type Database = Pick<Pool | ClientBase, 'query'>;

/** A broken record as it was kept. */
export interface KeptRecord extends RecordBytes {
  readonly topic: Topic;
  /** The ledger's, whose event it should be. */
  readonly epoch: string;
  readonly place: RecordPlace;
  readonly reason: string;
}

/** What a record waits under: its aggregate, or itself where nobody knows whose it is. */
export const keyOfBroken = ({ topic, aggregate, place: { partition, offset } }: BrokenRecord): string =>
  aggregate ? aggregateOf({ topic, ...aggregate }) : `${topic}/?/${partition}@${offset}`;

const placesOf = (records: readonly BrokenRecord[]): readonly unknown[] => [
  records.map(({ place }) => place.topic),
  records.map(({ place }) => place.partition),
  records.map(({ place }) => place.offset.toString()),
  records.map(({ value }) => value && Buffer.from(value)),
];

/** Those that this consumer has not kept yet: kept ones were parked, and perhaps taken or skipped since. */
export async function newlyBroken(
  database: Database,
  consumer: string,
  records: readonly BrokenRecord[],
): Promise<readonly BrokenRecord[]> {
  if (records.length === 0) return [];
  const { rows } = await database.query<{ known: boolean }>(
    `SELECT EXISTS (SELECT FROM broken_record b
       WHERE b.consumer = $1 AND b.topic = r.topic AND b.partition = r.partition AND b."offset" = r."offset"
         AND b.digest = sha256(coalesce(r.value, ''))) AS known
     FROM unnest($2::text[], $3::int[], $4::bigint[], $5::bytea[]) WITH ORDINALITY
       AS r(topic, partition, "offset", value, nth)
     ORDER BY nth`,
    [consumer, ...placesOf(records)],
  );
  return records.filter((_, at) => !rows[at]!.known);
}

/** Keeps a record with its bytes, and answers its number. */
export async function keepBroken(
  database: Database,
  consumer: string,
  { record, epoch }: { readonly record: BrokenRecord; readonly epoch: string },
): Promise<string> {
  const { topic, place, key, value, headers, reason } = record;
  const { rows } = await database.query<{ id: string }>(
    `INSERT INTO broken_record (consumer, category, epoch, topic, partition, "offset", key, value, headers, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id::text`,
    [
      consumer,
      topic,
      epoch,
      place.topic,
      place.partition,
      place.offset.toString(),
      key && Buffer.from(key),
      value && Buffer.from(value),
      headersText(headers),
      storable(reason),
    ],
  );
  return rows[0]!.id;
}

/** The columns of a kept record, for `keptRecordOf`; `b` is the table. */
export const KEPT_COLUMNS =
  'b.category, b.epoch, b.topic, b.partition, b."offset"::text, b.key, b.value, b.headers, b.reason';

export interface KeptRow {
  readonly category: Topic;
  readonly epoch: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: string;
  readonly reason: string;
}

export const keptRecordOf = ({ category, epoch, topic, partition, offset, headers, ...rest }: KeptRow): KeptRecord => ({
  topic: category,
  epoch,
  place: { topic, partition, offset: BigInt(offset) },
  key: rest.key,
  value: rest.value,
  headers: headersFrom(headers),
  reason: rest.reason,
});

type Headers = RecordBytes['headers'];
type Encoded = string | readonly string[];

/** Names and bytes of headers, which may be anything. */
function headersText(headers: Headers): string {
  const encode = (bytes: Uint8Array | string): string => Buffer.from(bytes as Uint8Array).toString('base64');
  const encoded = Object.entries(headers).flatMap(([name, value]): [string, Encoded][] =>
    value === undefined
      ? []
      : [[name, typeof value === 'string' || value instanceof Uint8Array ? encode(value) : value.map(encode)]],
  );
  return JSON.stringify(Object.fromEntries(encoded));
}

function headersFrom(text: string): Headers {
  const decode = (base64: string): Uint8Array => Buffer.from(base64, 'base64');
  return Object.fromEntries(
    Object.entries(JSON.parse(text) as Readonly<Record<string, Encoded>>).map(([name, value]) => [
      name,
      typeof value === 'string' ? decode(value) : value.map(decode),
    ]),
  );
}
