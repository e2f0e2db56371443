import type { TenantId } from '@ledgerdesk/kernel';
import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';

type Column = readonly unknown[] | string | null;

/** The arguments of `ledger.append`; text is an array literal, for what no JavaScript array can say. */
export interface RawAppend {
  readonly categories: Column;
  readonly tenants: Column;
  readonly names: Column;
  readonly stream_of: Column;
  readonly command_ids: Column;
  readonly digests: Column;
  readonly expected: Column;
  readonly counts: Column;
  readonly event_ids: Column;
  readonly types: Column;
  readonly versions: Column;
  readonly recorded: Column;
  readonly leaves: Column;
  readonly data: Column;
  readonly metadata: Column;
}

/** Of each command: its stream, and how many events it has. */
export interface RawCommand {
  readonly category: string;
  readonly tenant: TenantId;
  readonly id: string;
  readonly events?: number;
}

const LEAF = Buffer.alloc(32, 7);

/** What an honest program would send for these commands, each on a stream of its own. */
export function honest(...commands: readonly RawCommand[]): RawAppend {
  const counts = commands.map(({ events = 1 }) => events);
  const each = <T>(make: (index: number) => T): T[] =>
    Array.from({ length: counts.reduce((sum, count) => sum + count, 0) }, (_, index) => make(index));
  return {
    categories: commands.map(({ category }) => category),
    tenants: commands.map(({ tenant }) => tenant),
    names: commands.map(({ category, tenant, id }) => `${category}-${tenant}.${id}`),
    stream_of: commands.map((_, index) => index + 1),
    command_ids: commands.map(() => randomUUID()),
    digests: commands.map(() => null),
    expected: commands.map(() => -2),
    counts,
    event_ids: each(() => randomUUID()),
    types: each(() => 'CoinsPut'),
    versions: each(() => 1),
    recorded: each(() => '2026-03-02T09:00:00.000Z'),
    leaves: each(() => LEAF),
    data: each((index) => JSON.stringify({ coins: index })),
    metadata: each(() => '{}'),
  };
}

const STATEMENT = `SELECT outcome FROM ledger.append(
  $1::text[], $2::text[], $3::text[], $4::integer[], $5::uuid[], $6::bytea[], $7::bigint[], $8::integer[],
  $9::uuid[], $10::text[], $11::integer[], $12::timestamptz[], $13::bytea[], $14::text[], $15::text[])`;

/** Calls the function past the store, as a program would that has the role's password and no manners. */
export async function appendRaw(client: ClientBase, raw: RawAppend): Promise<string[]> {
  const { rows } = await client.query<{ outcome: string }>(STATEMENT, [
    raw.categories,
    raw.tenants,
    raw.names,
    raw.stream_of,
    raw.command_ids,
    raw.digests,
    raw.expected,
    raw.counts,
    raw.event_ids,
    raw.types,
    raw.versions,
    raw.recorded,
    raw.leaves,
    raw.data,
    raw.metadata,
  ]);
  return rows.map(({ outcome }) => outcome);
}
