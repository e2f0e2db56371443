import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { InputRule } from '../input/rule.ts';
import { Refusal } from './refusal.type.ts';

export const InputRules = {
  MUST_BE_TRUE: 'MUST_BE_TRUE',
  NOT_AN_ID: 'NOT_AN_ID',
  NOT_OFFERED: 'NOT_OFFERED',
  NOT_TEXT: 'NOT_TEXT',
  OTHER: 'OTHER',
  REQUIRED: 'REQUIRED',
  TOO_LONG: 'TOO_LONG',
  TOO_MANY: 'TOO_MANY',
  TOO_SMALL: 'TOO_SMALL',
} as const satisfies Record<InputRule | 'OTHER', string>;

registerEnumType(InputRules, {
  name: 'InputRule',
  description: 'A rule that a field of an input can break.',
  valuesMap: {
    NOT_AN_ID: { description: 'Not an id of this kind of thing; see `prefix`.' },
    NOT_OFFERED: { description: 'Not one of the keys that can be chosen here.' },
    NOT_TEXT: {
      description:
        'Holds what no text can: a control character other than a tab or line end, a noncharacter or half a surrogate pair.',
    },
    OTHER: { description: 'A rule that this release of the gateway has no name for.' },
  },
});

@ObjectType({
  description: 'What is wrong with one field: the rule it breaks, and the bound of the rule where it has one.',
})
export class InputFault {
  @Field(() => [String])
  readonly path!: readonly string[];

  @Field(() => InputRules)
  readonly rule!: keyof typeof InputRules;

  @Field(() => String, { nullable: true })
  readonly prefix?: string;

  @Field(() => Int, { nullable: true })
  readonly min?: number;

  @Field(() => Int, { nullable: true })
  readonly max?: number;

  @Field(() => Int, { nullable: true })
  readonly maxCharacters?: number;

  @Field(() => Int, { nullable: true, description: 'In UTF-8.' })
  readonly maxBytes?: number;
}

@ObjectType({ implements: () => Refusal, description: 'The input has faults: all of them.' })
export class InvalidInput extends Refusal {
  @Field(() => [InputFault])
  readonly faults!: readonly InputFault[];
}
