import type { ClientBase } from 'pg';
import { TEXTS } from '../runner/texts.ts';
import type { ViewTable } from '../table/view-table.ts';

type Client = Pick<ClientBase, 'query'>;

/** A row's key, and a SHA-256 over all that stands in it. */
export type RowDigest = readonly [tenant: string, id: string, digest: string];

const AT_ONCE = 2000;

/** All columns beside the key, what was applied included, as texts that are the same for equal values. */
const texts = ({ groups }: ViewTable): readonly { readonly field: string; readonly text: string }[] =>
  groups.flatMap(({ columns, applied }) => [
    ...columns.map(({ field, name, sql }) => ({
      field,
      text: sql === 'json' ? `${name}::jsonb::text` : `${name}::text`,
    })),
    { field: applied.field, text: `${applied.name}::text` },
  ]);

/** The rows as this transaction sees them, in the order of their keys' bytes, whatever the database's own order. */
export async function* rowDigests(client: Client, table: ViewTable): AsyncGenerator<RowDigest, void> {
  const [tenant, id] = [table.key.tenant.name, table.key.id.name];
  const whole = texts(table).map(({ text }) => text);
  await client.query(
    `DECLARE row_digests NO SCROLL CURSOR FOR
     SELECT ${tenant}, ${id}, encode(sha256(convert_to(ROW(${whole.join(', ')})::text, 'UTF8')), 'hex')
     FROM ${table.table} ORDER BY ${tenant} COLLATE "C", ${id} COLLATE "C"`,
  );
  for (;;) {
    const { rows } = await client.query<[string, string, string]>({
      text: `FETCH ${AT_ONCE} FROM row_digests`,
      rowMode: 'array',
    });
    if (rows.length === 0) return;
    yield* rows;
  }
}

/** In the order in which `rowDigests` brings them. */
export function compareKeys([tenant, id]: RowDigest, [otherTenant, otherId]: RowDigest): number {
  if (tenant !== otherTenant) return Buffer.compare(Buffer.from(tenant), Buffer.from(otherTenant));
  return id === otherId ? 0 : Buffer.compare(Buffer.from(id), Buffer.from(otherId));
}

/** A row's texts by column. */
export async function rowTexts(
  client: Client,
  table: ViewTable,
  [tenant, id]: RowDigest,
): Promise<ReadonlyMap<string, string | null>> {
  const columns = texts(table);
  const { rows } = await client.query<(string | null)[]>({
    text: `SELECT ${columns.map(({ text }) => text).join(', ')} FROM ${table.table}
      WHERE ${table.key.tenant.name} = $1 AND ${table.key.id.name} = $2`,
    values: [tenant, id],
    rowMode: 'array',
    types: TEXTS,
  });
  return new Map(columns.map(({ field }, index) => [field, rows[0]?.[index] ?? null]));
}
