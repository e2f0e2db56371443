import type { ClientBase } from 'pg';

const TABLES = ['counter', 'categories', 'rights', 'streams', 'events', 'commands'] as const;

/** Everything the ledger holds, row by row, to say that nothing has changed. */
export async function ledgerContents(owner: ClientBase): Promise<Readonly<Record<string, readonly string[]>>> {
  const contents: Record<string, readonly string[]> = {};
  for (const table of TABLES) {
    const { rows } = await owner.query<{ row: string }>(`SELECT t::text AS row FROM ledger.${table} t ORDER BY 1`);
    contents[table] = rows.map(({ row }) => row);
  }
  return contents;
}
