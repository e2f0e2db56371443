import { Field, ObjectType } from '@nestjs/graphql';

/** The keys of the priorities that every tenant has. */
export const priorityKeys = ['low', 'normal', 'high', 'urgent'] as const;
export type PriorityKey = (typeof priorityKeys)[number];

@ObjectType()
export class Priority {
  @Field(() => String)
  readonly key!: string;

  @Field(() => String, { description: 'In the language that the caller accepts.' })
  readonly label!: string;
}
