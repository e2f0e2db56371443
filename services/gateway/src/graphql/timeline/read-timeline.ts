import type { TicketId } from '@ledgerdesk/kernel';
import { visibilityOf } from '../../identity/visibility-of.ts';
import { timelinePage, type TimelineSearch } from '../../views/ticket-timeline/ticket-timeline.query.ts';
import { Cursors } from '../connection/cursor.ts';
import { Page } from '../connection/page.ts';
import { sliceOf, type PageArgs } from '../connection/page-args.ts';
import type { RequestScope } from '../request/request-scope.ts';
import type { Ticket } from '../ticket/ticket.type.ts';
import { TimelineEntry } from './timeline-entry.type.ts';

export type TimelinePage = Page<TimelineEntry, number>;

/** A page of the timeline of a ticket that the caller may see. */
export function readTimeline(scope: RequestScope, ticket: Ticket, args: PageArgs): Promise<TimelinePage> {
  const { id: ticketId, notes, early } = ticket;
  return early && sameArgs(early.args, args) ? early.page : readPage(scope, { ticketId, notes }, args);
}

/** A page that is read together with its ticket: nobody may look at it before the ticket is found. */
export interface EarlyTimeline {
  readonly args: PageArgs;
  readonly page: Promise<TimelinePage>;
}

/** Begins to read a page, unless what may be read of the timeline depends on the ticket. */
export function readEarly(scope: RequestScope, ticketId: TicketId, args: PageArgs): EarlyTimeline | undefined {
  const readers = visibilityOf(scope.viewer, 'read-notes');
  if (!readers.all && (readers.requesterId !== null || readers.teamIds.length > 0)) return undefined;
  const page = readPage(scope, { ticketId, notes: readers.all }, args);
  // Heard by whoever asks for the page; without a ticket nobody does.
  page.catch(() => undefined);
  return { args, page };
}

async function readPage(scope: RequestScope, of: Omit<TimelineSearch, 'slice'>, args: PageArgs): Promise<TimelinePage> {
  const cursors = new Cursors<number>(['timeline', of.ticketId], () => scope.reads.texts());
  const slice = await sliceOf(args, cursors);
  const { entries, more } = await timelinePage(scope.reads.query, { ...of, slice });
  const nodes = entries.map((entry) => new TimelineEntry(entry, scope, !of.notes));
  return new Page({ nodes, more, slice, cursors, placeOf: ({ place }) => place });
}

const AT_MOST = 100;

/** What happened to a ticket after a revision: at most the first hundred events. */
export async function timelineSince(
  scope: RequestScope,
  { id: ticketId, notes }: Ticket,
  revision: number,
): Promise<readonly TimelineEntry[]> {
  const slice = { first: AT_MOST, after: revision };
  const { entries } = await timelinePage(scope.reads.query, { ticketId, notes, slice });
  return entries.map((entry) => new TimelineEntry(entry, scope, !notes));
}

const sameArgs = (a: PageArgs, b: PageArgs): boolean =>
  a.first === b.first && a.after === b.after && a.last === b.last && a.before === b.before;
