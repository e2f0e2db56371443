import { Field, InputType, registerEnumType } from '@nestjs/graphql';
import { aMessage } from '../input/checks.ts';
import { HoldsTo } from '../input/rule.ts';

export const BodyFormat = { TEXT: 'text', HTML: 'html' } as const;
export type BodyFormat = (typeof BodyFormat)[keyof typeof BodyFormat];

registerEnumType(BodyFormat, { name: 'BodyFormat', description: 'How a message is written.' });

@InputType({ description: 'A message: up to 40,000 bytes in UTF-8.' })
export class BodyInput {
  @Field(() => BodyFormat, { defaultValue: BodyFormat.TEXT })
  readonly format!: BodyFormat;

  @HoldsTo(aMessage)
  @Field(() => String)
  readonly content!: string;
}
