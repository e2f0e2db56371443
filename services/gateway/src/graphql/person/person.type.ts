import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { Person as PersonRow } from '../../views/person/person.query.ts';
import type { RequestScope } from '../request/request-scope.ts';
import { withheld, Withheld } from '../withheld.type.ts';

@ObjectType({ description: 'Somebody: a requester, an agent, or both.' })
export class Person {
  constructor(
    private readonly row: PersonRow,
    private readonly scope: RequestScope,
  ) {}

  @Field(() => ID)
  get id(): string {
    return this.row.id;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Null where the person gave none, which may be so of whoever wrote by the form.',
  })
  get name(): string | null {
    return this.row.name || null;
  }

  @Field(() => String, { nullable: true, description: 'For the desk, and for the person.' })
  get mail(): string | null {
    return this.mayReadMail ? this.row.mail || null : null;
  }

  @Field(() => [Withheld])
  get withheld(): readonly Withheld[] {
    const { name, mail } = this.row;
    return [
      ...withheld(['name'], name === null && 'ERASED'),
      ...withheld(['mail'], this.mayReadMail ? mail === null && 'ERASED' : 'NOT_PERMITTED'),
    ];
  }

  private get mayReadMail(): boolean {
    const { personId, identity } = this.scope.viewer;
    return this.row.id === personId || identity.permissions.includes('person.identify');
  }
}

/** The person with that id as the caller sees them. */
export async function personIn(scope: RequestScope, id: string | null): Promise<Person | null> {
  if (id === null || !isPerson(id)) return null;
  const row = await scope.person(id);
  return row && new Person(row, scope);
}

/** Others act under other names: `service:tickets`. */
const isPerson = (id: string): id is PersonRow['id'] => id.startsWith('psn_');
