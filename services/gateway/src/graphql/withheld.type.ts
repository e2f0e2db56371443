import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';

const WithheldReason = {
  ERASED: 'ERASED',
  NOT_PERMITTED: 'NOT_PERMITTED',
  REDACTED: 'REDACTED',
  UNAVAILABLE: 'UNAVAILABLE',
} as const;
type WithheldReason = keyof typeof WithheldReason;

registerEnumType(WithheldReason, {
  name: 'WithheldReason',
  valuesMap: {
    ERASED: { description: 'The person it was about was erased, for ever.' },
    NOT_PERMITTED: { description: 'It is there, and not yours to see.' },
    REDACTED: { description: 'It was taken out, for ever.' },
    UNAVAILABLE: { description: 'It cannot be read now; ask again.' },
  },
});

@ObjectType({ description: 'A field that is null although there is, or was, something to say.' })
export class Withheld {
  @Field(() => [String])
  readonly path!: readonly string[];

  @Field(() => WithheldReason)
  readonly reason!: WithheldReason;
}

/** That a field is withheld, or nothing where there is no reason. */
export const withheld = (path: readonly string[], reason: WithheldReason | false): readonly Withheld[] =>
  reason ? [{ path, reason }] : [];
