import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { StateKind } from '../ticket/ticket-state.type.ts';
import { Refusal } from './refusal.type.ts';

@ObjectType({ implements: () => Refusal })
export class AlreadyAssigned extends Refusal {
  @Field(() => ID, { nullable: true })
  readonly teamId!: string | null;

  @Field(() => ID, { nullable: true })
  readonly agentId!: string | null;
}

@ObjectType({ implements: () => Refusal })
export class AlreadyInState extends Refusal {
  @Field(() => String, { description: 'The key of the state.' })
  readonly state!: string;
}

@ObjectType({
  implements: () => Refusal,
  description:
    'The command id was used before, for another command or by somebody else. The same command again is no refusal.',
})
export class CommandIdReused extends Refusal {}

@ObjectType({ implements: () => Refusal })
export class MessageExists extends Refusal {
  @Field(() => ID)
  readonly messageId!: string;
}

@ObjectType({ implements: () => Refusal })
export class NotATeamMember extends Refusal {
  @Field(() => ID, { nullable: true, description: 'Null where the agent is in no team at all.' })
  readonly teamId!: string | null;

  @Field(() => ID)
  readonly agentId!: string;
}

@ObjectType({ implements: () => Refusal })
export class NotPermitted extends Refusal {}

@ObjectType({ implements: () => Refusal })
export class PersonNotFound extends Refusal {
  @Field(() => ID)
  readonly personId!: string;
}

@ObjectType({ implements: () => Refusal })
export class ReopenWindowPassed extends Refusal {
  @Field(() => Int)
  readonly resolvedForDays!: number;

  @Field(() => Int)
  readonly reopenWindowDays!: number;
}

@ObjectType({ implements: () => Refusal })
export class TeamNotFound extends Refusal {
  @Field(() => ID)
  readonly teamId!: string;
}

@ObjectType({ implements: () => Refusal, description: 'A closed ticket can only be reopened.' })
export class TicketClosed extends Refusal {}

@ObjectType({ implements: () => Refusal })
export class TicketExists extends Refusal {}

@ObjectType({ implements: () => Refusal, description: 'There is no such ticket, or it is not yours to see.' })
export class TicketNotFound extends Refusal {}

@ObjectType({
  implements: () => Refusal,
  description: 'The lifecycle does not lead there from the state the ticket is in.',
})
export class TransitionNotAllowed extends Refusal {
  @Field(() => String, { description: 'The key of the state the ticket is in.' })
  readonly from!: string;

  @Field(() => StateKind)
  readonly to!: StateKind;
}
