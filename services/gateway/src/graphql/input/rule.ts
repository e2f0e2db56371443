import { applyDecorators } from '@nestjs/common';
import { Type, type ClassConstructor } from 'class-transformer';
import { ValidateBy, ValidateNested } from 'class-validator';

/** Rules that a field of an input can break. */
export type InputRule =
  'MUST_BE_TRUE' | 'NOT_AN_ID' | 'NOT_OFFERED' | 'NOT_TEXT' | 'REQUIRED' | 'TOO_LONG' | 'TOO_MANY' | 'TOO_SMALL';

/** The rule that a value breaks, with its bound. */
export interface BrokenRule {
  readonly rule: InputRule;
  readonly prefix?: string;
  readonly min?: number;
  readonly max?: number;
  readonly maxCharacters?: number;
  readonly maxBytes?: number;
}

/** Says which rule a value breaks, if any. `input` is the object that holds it. */
export type Check = (value: unknown, input: object) => BrokenRule | undefined;

/** A field of an input holds to this check. The check itself goes along, so that the fault can be told with its bounds. */
export const HoldsTo = (check: Check): PropertyDecorator =>
  ValidateBy(
    {
      name: 'holdsTo',
      validator: {
        validate: (value, args) => !check(value, args?.object ?? {}),
        // Nobody reads it, but class-validator drops the context of a fault that says nothing.
        defaultMessage: () => 'does not hold',
      },
    },
    { context: { check } },
  );

/** The same for a field that may be left out. */
export const HoldsToIfGiven = (check: Check): PropertyDecorator =>
  HoldsTo((value, input) => (value === undefined || value === null ? undefined : check(value, input)));

/** A field, or each entry of one, is an input of its own. */
export const Nested = (type: () => ClassConstructor<object>): PropertyDecorator =>
  applyDecorators(ValidateNested({ context: { type } }), Type(type)) as PropertyDecorator;
