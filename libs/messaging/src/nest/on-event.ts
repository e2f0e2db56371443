import type { Topic } from '@ledgerdesk/contracts';
import { UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { AsThrownFilter } from './as-thrown.filter.ts';
import type { CaseOf, HeardEvent } from './heard-event.ts';

/** Nest hands the feed the handlers that were declared for it, and no others. */
export const FEED_TRANSPORT = Symbol('ledgerdesk.feed');

/** Which events a reaction hears. */
export interface Heard<T extends Topic = Topic, Case extends CaseOf<T> = CaseOf<T>> {
  readonly topic: T;
  readonly message: Case;
  /** Its effect is in the service's database, written by the context's `transaction`; else it is an idempotent one elsewhere. */
  readonly within?: 'transaction' | undefined;
}

type Handler<T extends Topic, Case extends CaseOf<T>> = (event: HeardEvent<T, Case>, ...more: never[]) => unknown;

/**
 * Nest's `@EventPattern` for a method that is a reaction. `consumer` is immutable, for it names the checkpoint:
 * `<service>.<what it does>-on-<what it hears>`. `@Payload()` is the event, `@Ctx()` a `ReactionContext`. What it throws reaches
 * the consumer as it is.
 */
export const OnEvent =
  <T extends Topic, Case extends CaseOf<T>>(consumer: string, heard: Heard<T, Case>) =>
  <Method extends Handler<T, Case>>(target: object, key: string, method: TypedPropertyDescriptor<Method>): void => {
    (EventPattern(consumer, FEED_TRANSPORT, { ...heard }) as MethodDecorator)(target, key, method);
    UseFilters(AsThrownFilter)(target, key, method);
  };
