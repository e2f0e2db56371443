import { Field, ID, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import type { TicketAccepted } from '../../clients/tickets.client.ts';
import type { RequestScope } from '../request/request-scope.ts';
import { findChangedTicket } from '../ticket/find-ticket.ts';
import { Ticket } from '../ticket/ticket.type.ts';

@InterfaceType('TicketSuccess', { description: 'A ticket was changed.' })
export class TicketSuccess {
  constructor(
    protected readonly accepted: TicketAccepted,
    private readonly scope: RequestScope,
  ) {}

  @Field(() => ID)
  get ticketId(): string {
    return this.accepted.ticketId;
  }

  @Field(() => Int, { description: 'The revision of the ticket after the change.' })
  get revision(): number {
    return this.accepted.revision;
  }

  @Field(() => String, { description: 'Where the change stands in the ledger: opaque.' })
  get cursor(): Promise<string> {
    return this.scope.reads.toldCursor(this.accepted.cursor);
  }

  @Field(() => Ticket, {
    nullable: true,
    description: 'The ticket after the change; null where it cannot be read in time, or not by you.',
  })
  get ticket(): Promise<Ticket | null> {
    return findChangedTicket(this.scope, this.accepted);
  }
}

@ObjectType({ implements: () => TicketSuccess })
export class OpenTicketSuccess extends TicketSuccess {
  @Field(() => String, { description: 'What people call it by: `LD-12345`.' })
  get number(): string {
    return this.accepted.number;
  }
}
