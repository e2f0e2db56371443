import type pg from 'pg';

/** A request that was taken: its id as the answer gave it. */
export interface TakenSubmission {
  readonly id: string;
  readonly tenant: string;
}

/** Submissions of which there is not exactly one ticket in their tenant, and none elsewhere. */
export async function withoutOneTicket(
  ledger: pg.Client,
  taken: readonly TakenSubmission[],
): Promise<readonly string[]> {
  const { rows } = await ledger.query<{ id: string; tickets: readonly string[] }>(
    `SELECT taken.id, coalesce(array_agg(s.name) FILTER (WHERE s.name IS NOT NULL), '{}') AS tickets
     FROM unnest($1::text[], $2::text[]) AS taken (id, tenant)
     LEFT JOIN ledger.events e ON e.type = 'TicketOpened' AND e.data::json ->> 'submissionId' = taken.id
     LEFT JOIN ledger.streams s ON s.id = e.stream
     GROUP BY taken.id, taken.tenant
     HAVING count(e.*) <> 1 OR NOT bool_and(starts_with(s.name, 'ticket-' || taken.tenant || '.'))`,
    [taken.map(({ id }) => id), taken.map(({ tenant }) => tenant)],
  );
  return rows.map(({ id, tickets }) => `of ${id} there are the tickets [${tickets.join(', ')}]`);
}
