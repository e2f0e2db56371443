import type pg from 'pg';

const TABLES = ['parked_key', 'broken_record', 'passed_over'] as const;

/** What consumers have put aside instead of taking it in: there is no reason for any. */
export async function leftOut(read: pg.Client): Promise<readonly string[]> {
  const { rows } = await read.query<{ schemaname: string; tablename: string }>(
    'SELECT schemaname, tablename FROM pg_tables WHERE tablename = ANY($1) ORDER BY 1, 2',
    [TABLES],
  );
  const wrong: string[] = [];
  for (const { schemaname, tablename } of rows) {
    const found = await read.query<{ row: string }>(`SELECT t::text AS row FROM ${schemaname}.${tablename} t LIMIT 5`);
    wrong.push(...found.rows.map(({ row }) => `${schemaname}.${tablename}: ${row}`));
  }
  return wrong;
}
