import { Field, ID, InputType, Int, IntersectionType } from '@nestjs/graphql';
import { anId, atLeast, upTo } from '../input/checks.ts';
import { HoldsTo, HoldsToIfGiven, Nested } from '../input/rule.ts';
import { Uuid } from '../scalars/uuid.scalar.ts';
import {
  AssignInput,
  HoldInput,
  MessageInput,
  ReopenInput,
  ResolveInput,
  TicketCommandInput,
} from './ticket-command.input.ts';

/** What every command to a ticket says beside its own fields. */
@InputType({ isAbstract: true })
export class ToTicket {
  @Field(() => Uuid, { description: 'Yours: sent twice, the command acts once and gets the first answer.' })
  readonly commandId!: string;

  @HoldsTo(anId('tkt'))
  @Field(() => ID)
  readonly ticketId!: string;

  @HoldsToIfGiven(atLeast(0))
  @Field(() => Int, {
    nullable: true,
    description:
      'The revision you have seen: a later change is in the way only where it touched the same (the status, the assignment, for a reply what the requester wrote).',
  })
  readonly expectedRevision?: number | null;
}

@InputType()
export class AssignTicketInput extends IntersectionType(ToTicket, AssignInput) {}

@InputType()
export class TakeTicketInput extends ToTicket {}

@InputType()
export class ReplyToTicketInput extends IntersectionType(ToTicket, MessageInput) {}

@InputType()
export class AddNoteInput extends IntersectionType(ToTicket, MessageInput) {}

@InputType()
export class StartWorkInput extends ToTicket {}

@InputType()
export class WaitForCustomerInput extends ToTicket {}

@InputType()
export class HoldTicketInput extends IntersectionType(ToTicket, HoldInput) {}

@InputType()
export class ResolveTicketInput extends IntersectionType(ToTicket, ResolveInput) {}

@InputType()
export class ConfirmResolutionInput extends ToTicket {}

@InputType()
export class ReopenTicketInput extends IntersectionType(ToTicket, ReopenInput) {}

@InputType()
export class CloseTicketInput extends ToTicket {}

@InputType()
export class ChangeTicketInput extends ToTicket {
  @HoldsTo(upTo(20))
  @Nested(() => TicketCommandInput)
  @Field(() => [TicketCommandInput], { description: '1 to 20, done in this order: all of them, or none.' })
  readonly commands!: readonly TicketCommandInput[];
}
