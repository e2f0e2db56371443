import type { Instant, TicketId } from '@ledgerdesk/kernel';
import type { Query } from '@ledgerdesk/read-models';
import { boardTicket, type BoardTicket } from './ticket-board.query.ts';
import { entriesOf, orderedSearch, PLANNED_ANEW, searchValues, type TicketSearch } from './ticket-search.query.ts';

/** Where a ticket stands in lists. */
export interface TicketPlace {
  readonly openedAt: Instant;
  readonly id: TicketId;
}

/** So many from the top of a list, or below a ticket; or so many from its end, or above a ticket. */
export type TicketSlice =
  { readonly first: number; readonly after?: TicketPlace } | { readonly last: number; readonly before?: TicketPlace };

export interface TicketPage {
  /** Newest first, whichever way the list is read. */
  readonly tickets: readonly BoardTicket[];
  /** Whether the list goes on beyond the slice, in the direction in which it is read. */
  readonly more: boolean;
}

/** A slice of a list of tickets, newest first; tickets opened in the same millisecond by id. */
export async function ticketPage(
  query: Query,
  search: TicketSearch & { readonly slice: TicketSlice },
): Promise<TicketPage> {
  const { forward, limit, place } = readingOf(search.slice);
  const found = await query<BoardTicket>({
    name: PLANNED_ANEW,
    text: orderedSearch(entriesOf(search), boardTicket, forward ? 'DESC' : 'ASC'),
    values: [...searchValues(search), place.openedAt, place.id, limit + 1],
  });
  const tickets = found.slice(0, limit);
  return { tickets: forward ? tickets : tickets.toReversed(), more: found.length > limit };
}

interface Reading {
  readonly forward: boolean;
  readonly limit: number;
  readonly place: { readonly openedAt: string; readonly id: string };
}

const TOP = { openedAt: 'infinity', id: '' };
const END = { openedAt: '-infinity', id: '' };

const readingOf = (slice: TicketSlice): Reading =>
  'first' in slice
    ? { forward: true, limit: slice.first, place: slice.after ?? TOP }
    : { forward: false, limit: slice.last, place: slice.before ?? END };
