import { MalformedRequestError } from '@ledgerdesk/platform';
import { ArgsType, Field, Int } from '@nestjs/graphql';
import { OverLimitError } from '../limits/over-limit-error.ts';
import type { Cursors } from './cursor.ts';

const BY_DEFAULT = 25;
const AT_MOST = 200;

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'So many from the beginning, or after a cursor: 25 by default, 200 at most.',
  })
  readonly first?: number | null;

  @Field(() => String, { nullable: true })
  readonly after?: string | null;

  @Field(() => Int, { nullable: true, description: 'So many from the end, or before a cursor: 200 at most.' })
  readonly last?: number | null;

  @Field(() => String, { nullable: true })
  readonly before?: string | null;
}

/** So many from one end of a list, or from a place in it. */
export type Slice<Place> =
  { readonly first: number; readonly after?: Place } | { readonly last: number; readonly before?: Place };

/** What the arguments ask for. @throws MalformedRequestError, OverLimitError, ProblemError MALFORMED_CURSOR */
export async function sliceOf<Place>(
  { first, after, last, before }: PageArgs,
  cursors: Cursors<Place>,
): Promise<Slice<Place>> {
  const up = given(last) || given(before);
  if (up && (given(first) || given(after)))
    throw new MalformedRequestError('A list is read by first and after, or by last and before, not by both.');
  if (up && !given(last)) throw new MalformedRequestError('before needs last.');
  const count = counted(up ? 'last' : 'first', (up ? last : first) ?? BY_DEFAULT);
  if (up) return { last: count, ...(given(before) && { before: await cursors.placeOf(before) }) };
  return { first: count, ...(given(after) && { after: await cursors.placeOf(after) }) };
}

const given = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;

function counted(name: string, count: number): number {
  if (count < 1) throw new MalformedRequestError(`${name} is 1 to ${AT_MOST}.`);
  if (count > AT_MOST) throw new OverLimitError(`${name} is at most ${AT_MOST}.`);
  return count;
}
