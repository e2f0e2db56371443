import { Field, ObjectType } from '@nestjs/graphql';
import { PageInfo } from '../connection/page.ts';
import { TimelineEntry } from './timeline-entry.type.ts';

@ObjectType()
export class TimelineEdge {
  @Field(() => String)
  readonly cursor!: Promise<string>;

  @Field(() => TimelineEntry)
  readonly node!: TimelineEntry;
}

@ObjectType({ description: 'What happened to a ticket, oldest first.' })
export class TimelineConnection {
  @Field(() => [TimelineEntry])
  readonly nodes!: readonly TimelineEntry[];

  @Field(() => [TimelineEdge])
  readonly edges!: readonly TimelineEdge[];

  @Field(() => PageInfo)
  readonly pageInfo!: PageInfo;
}
