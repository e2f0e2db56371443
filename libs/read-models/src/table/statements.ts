import type { ViewTable } from './view-table.ts';

/** The two statements of a batch: one read of the rows that it touches, and one write of what came of them. */
export interface TableStatements {
  /** Of tenants and ids, as two arrays of text. Columns: tenant, id, then of each group its columns and what was applied. */
  readonly read: string;
  /** Of rows, as one JSON array of objects by column; a group that the batch does not touch has nothing applied. */
  readonly write: string;
}

/** Each row is looked up by its key alone: a join would rather read a whole table than go to it some hundred times. */
export function statementsOf({ table, key, groups }: ViewTable): TableStatements {
  const [tenant, id] = [key.tenant.name, key.id.name];
  const selected = groups.flatMap(({ columns, applied }) => [
    ...columns.map(({ name, select }) => select(`t.${name}`)),
    `t.${applied.name}`,
  ]);
  const written = [
    key.tenant,
    key.id,
    ...groups.flatMap(({ columns, applied }) => [
      ...columns,
      { name: applied.name, sql: applied.several ? 'jsonb' : 'bigint' },
    ]),
  ];
  const names = written.map(({ name }) => name).join(', ');
  const set = groups.flatMap(({ columns, applied }) =>
    [...columns.map(({ name }) => name), applied.name].map((name) =>
      groups.length === 1
        ? `${name} = excluded.${name}`
        : `${name} = CASE WHEN excluded.${applied.name} IS NULL THEN t.${name} ELSE excluded.${name} END`,
    ),
  );
  return {
    read: `SELECT t.${tenant}, t.${id}, ${selected.join(', ')}
      FROM unnest($1::text[], $2::text[]) AS wanted (tenant, id),
        LATERAL (SELECT * FROM ${table} k WHERE k.${tenant} = wanted.tenant AND k.${id} = wanted.id LIMIT 1) AS t`,
    write: `INSERT INTO ${table} AS t (${names})
      SELECT ${names} FROM json_to_recordset($1) AS r (${written.map(({ name, sql }) => `${name} ${sql}`).join(', ')})
      ON CONFLICT (${tenant}, ${id}) DO UPDATE SET ${set.join(', ')}`,
  };
}
