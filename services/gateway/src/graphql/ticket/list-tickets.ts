import { MalformedRequestError } from '@ledgerdesk/platform';
import { visibilityOf } from '../../identity/visibility-of.ts';
import { ticketCount } from '../../views/ticket-board/ticket-count.query.ts';
import { ticketPage, type TicketPlace } from '../../views/ticket-board/ticket-page.query.ts';
import type { TicketFilter as BoardFilter } from '../../views/ticket-board/ticket-search.query.ts';
import { Cursors } from '../connection/cursor.ts';
import { Page } from '../connection/page.ts';
import { sliceOf, type PageArgs } from '../connection/page-args.ts';
import { faultInWords } from '../input/fault-in-words.ts';
import { inputFaults } from '../input/input-faults.ts';
import type { RequestScope } from '../request/request-scope.ts';
import { TicketFilter } from './ticket-filter.input.ts';
import { Ticket } from './ticket.type.ts';
import type { TotalCount } from './ticket-connection.type.ts';

// Named in cursors: another order is another list.
const ORDER = 'openedAt desc, id desc';

/** A page of the tickets that the caller may see. */
export async function listTickets(
  scope: RequestScope,
  given: TicketFilter | null,
  args: PageArgs,
): Promise<TicketPage> {
  const filter = filterOf(given ?? {});
  const cursors = new Cursors<TicketPlace>(['tickets', filter, ORDER], () => scope.reads.texts());
  const slice = await sliceOf(args, cursors);
  const search = { visible: visibilityOf(scope.viewer, 'read'), filter };
  const { tickets, more } = await ticketPage(scope.reads.query, { ...search, slice });
  const nodes = tickets.map((row) => new Ticket(row, scope));
  return new TicketPage({ nodes, more, slice, cursors, placeOf }, () => ticketCount(scope.reads.query, search));
}

/** Counted only where the count is asked for. */
class TicketPage extends Page<Ticket, TicketPlace> {
  constructor(
    parts: ConstructorParameters<typeof Page<Ticket, TicketPlace>>[0],
    private readonly count: () => Promise<TotalCount>,
  ) {
    super(parts);
  }

  get totalCount(): Promise<TotalCount> {
    return this.count();
  }
}

/** @throws MalformedRequestError */
function filterOf(given: TicketFilter): BoardFilter {
  const [fault] = inputFaults(TicketFilter, given);
  if (fault) throw new MalformedRequestError(faultInWords(fault, 'filter'));
  const { kinds, requesterIds, teamIds, assigneeIds, unassigned } = given;
  return {
    ...(kinds && { kinds }),
    ...(requesterIds && { requesterIds }),
    ...(teamIds && { teamIds }),
    ...(assigneeIds && { assigneeIds }),
    ...(unassigned && { unassigned }),
  };
}

const placeOf = ({ openedAt, id }: Ticket): TicketPlace => ({ openedAt, id });
