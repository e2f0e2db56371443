import { problems, type Problem, type RpcStatus } from '../problems/problem.ts';

/** A call that was not answered: what became of it, in words that may be passed on. The `cause` may not. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: RpcStatus;
  readonly retryable: boolean;

  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(problem.detail ?? problem.title, options);
    this.code = problems[problem.code].rpc;
    this.retryable = problem.retryable;
  }
}
