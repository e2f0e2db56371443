import type { Query } from '@ledgerdesk/read-models';
import { NARROWED, PLANNED_ANEW, searchValues, type TicketSearch } from './ticket-search.query.ts';
import { VISIBLE } from './visibility.query.ts';

/** How many there are; where it is not exact, at least so many. */
export interface TicketCount {
  readonly value: number;
  readonly exact: boolean;
}

// Who has more tickets to look at wants to know that there are many.
const COUNTED_AT_MOST = 10_000;

/** How many tickets a search finds. */
export async function ticketCount(query: Query, search: TicketSearch, atMost = COUNTED_AT_MOST): Promise<TicketCount> {
  const [counted] = await query<{ value: number }>({
    name: PLANNED_ANEW,
    text: `SELECT count(*)::integer AS value FROM (SELECT FROM ticket_board
      WHERE state_kind = ANY ($4::text[]) AND ${VISIBLE} AND ${NARROWED} LIMIT $8::integer) AS found`,
    values: [...searchValues(search), atMost + 1],
  });
  const found = counted?.value ?? 0;
  return { value: Math.min(found, atMost), exact: found <= atMost };
}
