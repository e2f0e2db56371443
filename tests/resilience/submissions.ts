import type pg from 'pg';

/** A request that was taken: its id as the answer gave it. */
export type TakenSubmission = string;

/** Submissions of which there is not exactly one ticket. */
export async function withoutOneTicket(
  ledger: pg.Client,
  taken: readonly TakenSubmission[],
): Promise<readonly string[]> {
  const { rows } = await ledger.query<{ id: string; tickets: number }>(
    `SELECT taken.id, count(e.*)::int AS tickets
     FROM unnest($1::text[]) AS taken (id)
     LEFT JOIN ledger.events e ON e.type = 'TicketOpened' AND e.data::json ->> 'submissionId' = taken.id
     GROUP BY 1 HAVING count(e.*) <> 1`,
    [taken],
  );
  return rows.map(({ id, tickets }) => `${tickets} tickets of ${id}`);
}
