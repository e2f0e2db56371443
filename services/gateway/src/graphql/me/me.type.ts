import { Field, ID, ObjectType } from '@nestjs/graphql';
import { tenantById } from '../../views/tenant/tenant.query.ts';
import { personIn, Person } from '../person/person.type.ts';
import type { RequestScope } from '../request/request-scope.ts';
import { Team } from '../team/team.type.ts';

@ObjectType()
export class Tenant {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly key!: string;

  @Field(() => String)
  readonly name!: string;
}

@ObjectType({ description: 'Whom your token names.' })
export class Me {
  constructor(private readonly scope: RequestScope) {}

  @Field(() => Person, { nullable: true })
  get person(): Promise<Person | null> {
    return personIn(this.scope, this.scope.viewer.personId);
  }

  @Field(() => Tenant, { nullable: true })
  get tenant(): Promise<Tenant | null> {
    const { reads, viewer } = this.scope;
    return reads.aboveTenants(async (query) => (await tenantById(query, viewer.tenant)) ?? null);
  }

  @Field(() => [String], { description: 'Keys of roles: `agent`.' })
  get roles(): readonly string[] {
    return this.scope.viewer.roles;
  }

  @Field(() => [Team])
  get teams(): Promise<readonly Team[]> {
    const found = this.scope.viewer.identity.teams.map((id) => this.scope.team(id));
    return Promise.all(found).then((teams) => teams.filter((team) => team !== null));
  }

  @Field(() => [String], { description: 'What you may do: `ticket.reply`; a suffix narrows it, `:own` or `:team`.' })
  get permissions(): readonly string[] {
    return this.scope.viewer.identity.permissions;
  }
}
