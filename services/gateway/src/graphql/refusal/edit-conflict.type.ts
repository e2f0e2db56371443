import type { TicketId } from '@ledgerdesk/kernel';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { RequestScope } from '../request/request-scope.ts';
import { findCurrentTicket } from '../ticket/find-ticket.ts';
import { Ticket } from '../ticket/ticket.type.ts';
import { timelineSince } from '../timeline/read-timeline.ts';
import { TimelineEntry } from '../timeline/timeline-entry.type.ts';
import { Refusal } from './refusal.type.ts';

const Aspect = { STATUS: 'status', ASSIGNMENT: 'assignment', REQUESTER_MESSAGE: 'requester message' } as const;
type Aspect = (typeof Aspect)[keyof typeof Aspect];

registerEnumType(Aspect, {
  name: 'Aspect',
  description: 'What two people can change at once without being in each other’s way.',
});

/** The numbers behind the conflict, as the service tells them. */
export interface Conflict extends Refusal {
  readonly aspect: Aspect | null;
  readonly expectedRevision: number;
  readonly currentRevision: number;
}

@ObjectType({ implements: () => Refusal, description: 'The same was changed in the meantime, perhaps by the caller.' })
export class EditConflict extends Refusal implements Conflict {
  @Field(() => Aspect, { nullable: true, description: 'Null where the expected revision is ahead of the ticket.' })
  readonly aspect!: Aspect | null;

  @Field(() => Int)
  readonly expectedRevision!: number;

  @Field(() => Int, { description: 'Where the aspect was touched last, or where the ticket stands.' })
  readonly currentRevision!: number;

  private found?: Promise<Ticket | null>;

  constructor(
    conflict: Conflict,
    private readonly ticketId: TicketId,
    private readonly scope: RequestScope,
  ) {
    super();
    Object.assign(this, conflict);
  }

  @Field(() => Ticket, {
    nullable: true,
    description: 'The ticket as it is now; null where it cannot be read in time.',
  })
  get ticket(): Promise<Ticket | null> {
    return (this.found ??= findCurrentTicket(this.scope, this.ticketId));
  }

  @Field(() => [TimelineEntry], {
    nullable: true,
    description:
      'What came after the expected revision, oldest first, a hundred at most; null where it cannot be read in time.',
  })
  get since(): Promise<readonly TimelineEntry[] | null> {
    return this.ticket.then((ticket) => ticket && timelineSince(this.scope, ticket, this.expectedRevision));
  }
}
