import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { TimelineEntry } from '../../views/ticket-timeline/ticket-timeline.query.ts';
import { personIn, Person } from '../person/person.type.ts';
import type { RequestScope } from '../request/request-scope.ts';

const ActorKind = {
  PERSON: 'person',
  RULE: 'rule',
  SERVICE: 'service',
  INTEGRATION: 'integration',
  ANONYMOUS: 'anonymous',
} as const;

registerEnumType(ActorKind, { name: 'ActorKind' });

@ObjectType({ description: 'Who did something.' })
export class Actor {
  constructor(
    private readonly row: TimelineEntry,
    private readonly scope: RequestScope,
  ) {}

  @Field(() => ActorKind)
  get kind(): TimelineEntry['actorKind'] {
    return this.row.actorKind;
  }

  @Field(() => String, {
    nullable: true,
    description: "The person's name; of anything else, its id: `service:tickets`.",
  })
  get name(): Promise<string | null> | string {
    if (this.row.actorKind !== 'person') return this.row.actorId;
    return this.person.then((person) => person?.name ?? null);
  }

  @Field(() => Person, { nullable: true })
  get person(): Promise<Person | null> {
    return personIn(this.scope, this.row.actorId);
  }

  @Field(() => Person, {
    nullable: true,
    description: 'The person acted for, where it is another. Null where a writer whom nobody knows is.',
  })
  get onBehalfOf(): Promise<Person | null> {
    return personIn(this.scope, this.row.actorOnBehalfOf);
  }

  @Field(() => String, { description: 'The way in: `graphql`, `form`, `reaction`.' })
  get via(): string {
    return this.row.actorVia;
  }
}
