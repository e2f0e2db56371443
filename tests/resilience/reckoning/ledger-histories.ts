import type pg from 'pg';
import { Histories } from './histories.ts';

const PAGE = 20_000;

interface Row {
  readonly position: string;
  readonly name: string;
  readonly revision: number;
  readonly event_id: string;
}

/** All that there is, as the ledger has it: what everybody else is held against. */
export async function ledgerHistories(ledger: pg.Client): Promise<Histories> {
  const histories = new Histories('The ledger');
  for (let after = '0'; ;) {
    const { rows } = await ledger.query<Row>(
      `SELECT e.position::text, s.name, e.revision::int, e.event_id::text
       FROM ledger.events e JOIN ledger.streams s ON s.id = e.stream
       WHERE e.position > $1 ORDER BY e.position LIMIT ${PAGE}`,
      [after],
    );
    for (const { name, revision, event_id } of rows) histories.add(name, revision, event_id);
    if (rows.length < PAGE) return histories;
    after = rows.at(-1)!.position;
  }
}
