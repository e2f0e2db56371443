import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';

/** The kinds of state are fixed; which states there are of a kind is the tenant's affair. */
export const StateKind = {
  NEW: 'new',
  OPEN: 'open',
  IN_PROGRESS: 'in_progress',
  PENDING: 'pending',
  ON_HOLD: 'on_hold',
  RESOLVED: 'resolved',
  CLOSED: 'closed',
} as const;
export type StateKind = (typeof StateKind)[keyof typeof StateKind];

registerEnumType(StateKind, {
  name: 'StateKind',
  valuesMap: {
    NEW: { description: 'Nobody has it yet.' },
    OPEN: { description: 'Somebody is to work on it.' },
    IN_PROGRESS: { description: 'Somebody works on it.' },
    PENDING: { description: 'It waits for the requester.' },
    ON_HOLD: { description: 'It waits for something that is not the requester.' },
    RESOLVED: { description: 'The desk holds that it is answered.' },
    CLOSED: { description: 'It is over.' },
  },
});

@ObjectType({ description: 'Where a ticket stands in its lifecycle.' })
export class TicketState {
  @Field(() => String)
  readonly key!: string;

  @Field(() => String, { description: 'In the language that the caller accepts.' })
  readonly label!: string;

  @Field(() => StateKind)
  readonly kind!: StateKind;
}
