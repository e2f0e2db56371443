import { isId } from '@ledgerdesk/kernel';
import { MalformedRequestError } from '@ledgerdesk/platform';
import { Args, Context, ID, Info, Parent, Query, ResolveField } from '@nestjs/graphql';
import { ticketByNumber } from '../../views/ticket-board/ticket-board.query.ts';
import { visibilityOf } from '../../identity/visibility-of.ts';
import { PageArgs } from '../connection/page-args.ts';
import { GatewayResolver } from '../gateway-resolver.ts';
import { AT_LEAST } from '../request/at-least-argument.ts';
import type { RequestScope } from '../request/request-scope.ts';
import type { GraphQLResolveInfo } from 'graphql';
import { readTimeline } from '../timeline/read-timeline.ts';
import { wishedTimeline } from '../timeline/wished-timeline.ts';
import { TimelineConnection } from '../timeline/timeline-connection.type.ts';
import { findTicket } from './find-ticket.ts';
import { listTickets } from './list-tickets.ts';
import { TicketConnection } from './ticket-connection.type.ts';
import { TicketFilter } from './ticket-filter.input.ts';
import { Ticket } from './ticket.type.ts';

/** Reads tickets. Each query narrows to what the caller may read; what is hidden looks like what is absent. */
@GatewayResolver(() => Ticket)
export class TicketResolver {
  @Query(() => Ticket, { nullable: true })
  async ticket(
    @Context() scope: RequestScope,
    @Info() info: GraphQLResolveInfo,
    @Args('id', { type: () => ID }) id: string,
    @Args('atLeast', AT_LEAST) atLeast?: string,
  ): Promise<Ticket | null> {
    if (!isId('tkt', id)) throw new MalformedRequestError('id is not the id of a ticket.');
    await scope.visible(atLeast);
    return findTicket(scope, id, wishedTimeline(info));
  }

  @Query(() => Ticket, { nullable: true })
  async ticketByNumber(
    @Context() scope: RequestScope,
    @Args('number', { description: '`LD-12345`' }) number: string,
    @Args('atLeast', AT_LEAST) atLeast?: string,
  ): Promise<Ticket | null> {
    if (!NUMBER.test(number)) throw new MalformedRequestError('number is not the number of a ticket.');
    await scope.visible(atLeast);
    const row = await ticketByNumber(scope.reads.query, number, visibilityOf(scope.viewer, 'read'));
    return row ? new Ticket(row, scope) : null;
  }

  @Query(() => TicketConnection, { description: 'The tickets that you may see, newest first.' })
  async tickets(
    @Context() scope: RequestScope,
    @Args() page: PageArgs,
    @Args('filter', { type: () => TicketFilter, nullable: true }) filter: TicketFilter | null,
    @Args('atLeast', AT_LEAST) atLeast?: string,
  ) {
    await scope.visible(atLeast);
    return listTickets(scope, filter, page);
  }

  @ResolveField(() => TimelineConnection)
  timeline(@Parent() ticket: Ticket, @Context() scope: RequestScope, @Args() page: PageArgs) {
    return readTimeline(scope, ticket, page);
  }
}

// Letters of any script may stand before the digits; numbers that came from elsewhere have shapes of their own.
const NUMBER = /^[\p{L}\p{N}][\p{L}\p{N}._/#-]{0,63}$/u;
