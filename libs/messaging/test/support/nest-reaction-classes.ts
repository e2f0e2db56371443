import { OnEvent, type HeardEvent, type ReactionContext } from '@ledgerdesk/messaging';
import { Controller, type PipeTransform, type Type } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

type TeamJoined = HeardEvent<'team', 'teamJoined'>;

export const CONSUMER = 'spec.greet-on-team-joined';

export interface Surroundings {
  /** What stands above the method beside `@OnEvent`. */
  readonly around?: MethodDecorator;
  readonly pipes?: readonly PipeTransform[];
}

/** A controller with a reaction that does this. */
export function reactionThat(
  handle: (event: TeamJoined) => unknown,
  { around = () => undefined, pipes = [] }: Surroundings = {},
): Type {
  @Controller()
  class Reaction {
    @around
    @OnEvent(CONSUMER, { topic: 'team', message: 'teamJoined' })
    greet(@Payload(...pipes) event: TeamJoined): unknown {
      return handle(event);
    }
  }
  return Reaction;
}

/** A controller with a reaction that writes each event down by its transaction, and then does this. */
export function writingReaction(then: (event: TeamJoined) => void): Type {
  @Controller()
  class Reaction {
    @OnEvent(CONSUMER, { topic: 'team', message: 'teamJoined', within: 'transaction' })
    async greet(@Payload() event: TeamJoined, @Ctx() { transaction }: ReactionContext): Promise<void> {
      await transaction.query('INSERT INTO joined VALUES ($1, $2)', [event.subject, event.sequence]);
      then(event);
    }
  }
  return Reaction;
}
