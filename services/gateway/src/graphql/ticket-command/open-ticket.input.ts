import { Field, ID, InputType } from '@nestjs/graphql';
import { aSubject, anId, oneOf } from '../input/checks.ts';
import { HoldsTo, HoldsToIfGiven, Nested } from '../input/rule.ts';
import { Uuid } from '../scalars/uuid.scalar.ts';
import { priorityKeys, type PriorityKey } from '../ticket/priority.type.ts';
import { BodyInput } from './body.input.ts';

@InputType()
export class OpenTicketInput {
  @Field(() => Uuid, { description: 'Yours: sent twice, the command acts once and gets the first answer.' })
  readonly commandId!: string;

  @HoldsToIfGiven(anId('tkt'))
  @Field(() => ID, {
    nullable: true,
    description: 'A new id, if you make ids yourself: `tkt_` and a UUIDv7; another UUID is taken, too.',
  })
  readonly ticketId?: string | null;

  @HoldsToIfGiven(anId('psn'))
  @Field(() => ID, { nullable: true, description: 'Who asks; you, where it is left out.' })
  readonly requesterId?: string | null;

  @HoldsTo(aSubject)
  @Field(() => String, { description: 'One line: up to 300 characters.' })
  readonly subject!: string;

  @Nested(() => BodyInput)
  @Field(() => BodyInput)
  readonly body!: BodyInput;

  @HoldsToIfGiven(anId('tea'))
  @Field(() => ID, { nullable: true })
  readonly teamId?: string | null;

  @HoldsToIfGiven(oneOf(priorityKeys))
  @Field(() => String, {
    nullable: true,
    description: 'A key: `low`, `normal` (where it is left out), `high`, `urgent`.',
  })
  readonly priority?: PriorityKey | null;
}
