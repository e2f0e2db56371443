import type { PersonId, TeamId } from '@ledgerdesk/kernel';
import { Field, ID, InputType } from '@nestjs/graphql';
import { someIds, someOf } from '../input/checks.ts';
import { HoldsToIfGiven } from '../input/rule.ts';
import { StateKind } from './ticket-state.type.ts';

const AT_MOST = 100;

@InputType({ description: 'What is left out narrows nothing; an empty list leaves nothing.' })
export class TicketFilter {
  @HoldsToIfGiven(someOf(AT_MOST))
  @Field(() => [StateKind], { nullable: true })
  readonly kinds?: readonly StateKind[] | null;

  @HoldsToIfGiven(someIds('psn', AT_MOST))
  @Field(() => [ID], { nullable: true })
  readonly requesterIds?: readonly PersonId[] | null;

  @HoldsToIfGiven(someIds('tea', AT_MOST))
  @Field(() => [ID], { nullable: true })
  readonly teamIds?: readonly TeamId[] | null;

  @HoldsToIfGiven(someIds('psn', AT_MOST))
  @Field(() => [ID], { nullable: true })
  readonly assigneeIds?: readonly PersonId[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those of nobody: beside those of `assigneeIds`, where both are given.',
  })
  readonly unassigned?: boolean | null;
}
