import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { TicketCount as Counted } from '../../views/ticket-board/ticket-count.query.ts';
import { PageInfo } from '../connection/page.ts';
import { Ticket } from './ticket.type.ts';

@ObjectType()
export class TicketEdge {
  @Field(() => String)
  readonly cursor!: Promise<string>;

  @Field(() => Ticket)
  readonly node!: Ticket;
}

@ObjectType()
export class TotalCount implements Counted {
  @Field(() => Int)
  readonly value!: number;

  @Field(() => Boolean, { description: 'False where there are more than were counted.' })
  readonly exact!: boolean;
}

@ObjectType({ description: 'Tickets, newest first.' })
export class TicketConnection {
  @Field(() => [Ticket])
  readonly nodes!: readonly Ticket[];

  @Field(() => [TicketEdge])
  readonly edges!: readonly TicketEdge[];

  @Field(() => PageInfo)
  readonly pageInfo!: PageInfo;

  @Field(() => TotalCount)
  readonly totalCount!: Promise<TotalCount>;
}
