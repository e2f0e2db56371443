import type { ArgsOptions } from '@nestjs/graphql';

/** The argument of every query by which its caller waits for a change. */
export const AT_LEAST: ArgsOptions = {
  type: () => String,
  nullable: true,
  description:
    'A token from `extensions.atLeast` of a mutation: the answer shows at least what it changed. Does the same as the header `Ledgerdesk-At-Least`.',
};
