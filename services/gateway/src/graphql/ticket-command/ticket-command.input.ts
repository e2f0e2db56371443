import { Field, ID, InputType } from '@nestjs/graphql';
import { aReason, aReasonIfAny, anId, isTrue } from '../input/checks.ts';
import { HoldsTo, HoldsToIfGiven, Nested } from '../input/rule.ts';
import { BodyInput } from './body.input.ts';

@InputType({ description: 'To a team, to an agent of it, or both; at least one.' })
export class AssignInput {
  @HoldsTo((teamId, { agentId }: Partial<AssignInput>) => {
    if (teamId !== undefined && teamId !== null) return anId('tea')(teamId, {});
    return agentId === undefined || agentId === null ? { rule: 'REQUIRED' } : undefined;
  })
  @Field(() => ID, { nullable: true, description: 'The team it is with already, where it is left out.' })
  readonly teamId?: string | null;

  @HoldsToIfGiven(anId('psn'))
  @Field(() => ID, { nullable: true, description: 'The team as a whole, where it is left out.' })
  readonly agentId?: string | null;
}

@InputType()
export class MessageInput {
  @HoldsToIfGiven(anId('msg'))
  @Field(() => ID, { nullable: true, description: 'A new id, if you make ids yourself.' })
  readonly messageId?: string | null;

  @Nested(() => BodyInput)
  @Field(() => BodyInput)
  readonly body!: BodyInput;
}

@InputType()
export class HoldInput {
  @HoldsTo(aReason)
  @Field(() => String, { description: 'What it waits for: up to 2,000 characters.' })
  readonly reason!: string;
}

@InputType()
export class ResolveInput {
  @HoldsToIfGiven(aReasonIfAny)
  @Field(() => String, { nullable: true, description: 'What was done: up to 2,000 characters.' })
  readonly resolution?: string | null;
}

@InputType()
export class ReopenInput {
  @HoldsTo(aReason)
  @Field(() => String, { description: 'Up to 2,000 characters.' })
  readonly reason!: string;
}

const JUST_TRUE = { nullable: true, description: 'Only `true`.' };

@InputType({
  isOneOf: true,
  description: 'One command of an act. Commands that need nothing beside their name are `true`.',
})
export class TicketCommandInput {
  @Nested(() => AssignInput)
  @Field(() => AssignInput, { nullable: true })
  readonly assign?: AssignInput;

  @HoldsToIfGiven(isTrue)
  @Field(() => Boolean, JUST_TRUE)
  readonly take?: boolean;

  @Nested(() => MessageInput)
  @Field(() => MessageInput, { nullable: true })
  readonly reply?: MessageInput;

  @Nested(() => MessageInput)
  @Field(() => MessageInput, { nullable: true })
  readonly note?: MessageInput;

  @HoldsToIfGiven(isTrue)
  @Field(() => Boolean, JUST_TRUE)
  readonly startWork?: boolean;

  @HoldsToIfGiven(isTrue)
  @Field(() => Boolean, JUST_TRUE)
  readonly waitForCustomer?: boolean;

  @Nested(() => HoldInput)
  @Field(() => HoldInput, { nullable: true })
  readonly hold?: HoldInput;

  @Nested(() => ResolveInput)
  @Field(() => ResolveInput, { nullable: true })
  readonly resolve?: ResolveInput;

  @HoldsToIfGiven(isTrue)
  @Field(() => Boolean, JUST_TRUE)
  readonly confirm?: boolean;

  @Nested(() => ReopenInput)
  @Field(() => ReopenInput, { nullable: true })
  readonly reopen?: ReopenInput;

  @HoldsToIfGiven(isTrue)
  @Field(() => Boolean, JUST_TRUE)
  readonly close?: boolean;
}
