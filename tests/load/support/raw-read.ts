import pg from 'pg';

/** As many as the port is asked for at once. */
export const PAGE = 1000;

/** The columns of an event, and the name of its stream: what the port answers with. */
const PAGE_OF_EVENTS = `SELECT e.position, s.name, e.revision, e.event_id, e.type, e.schema_version, e.recorded_at, e.stored_at,
    e.leaf_hash, e.data, e.metadata
  FROM ledger.events e JOIN ledger.streams s ON s.id = e.stream
  WHERE e.position > $1 ORDER BY e.position LIMIT ${PAGE}`;

const asText: pg.CustomTypesConfig = { getTypeParser: () => (text: string) => text };

/** The reference of everything that reads: the same rows by plain SELECTs, nothing parsed. Answers events a second. */
export async function rawRead(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const begin = performance.now();
    let [count, last] = [0, '0'];
    for (;;) {
      const query = { name: 'page', text: PAGE_OF_EVENTS, values: [last], rowMode: 'array', types: asText } as const;
      const { rows } = await client.query<string[]>(query);
      count += rows.length;
      if (rows.length < PAGE) return (count * 1000) / (performance.now() - begin);
      last = rows.at(-1)![0]!;
    }
  } finally {
    await client.end();
  }
}
