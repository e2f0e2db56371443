import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType()
export class Team {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly key!: string;

  @Field(() => String)
  readonly name!: string;
}
