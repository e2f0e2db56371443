import type { Problem } from './problem.ts';

/** `extensions` of a GraphQL error. */
export interface GraphqlExtensions {
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly correlationId: string;
}

/** A problem as the extensions of a top-level GraphQL error. */
export const toGraphqlExtensions = (
  { code, retryable, retryAfterMs }: Problem,
  correlationId: string,
): GraphqlExtensions => ({ code, retryable, ...(retryAfterMs && { retryAfterMs }), correlationId });
